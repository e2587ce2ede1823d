import { type MeanInterval, meanInterval, type ValueRange } from './mean-interval.ts';

export type Verdict = 'holds' | 'fails' | 'undecided';

/** The side of a threshold on which a statistic must lie. */
export type Expectation = { readonly above: number } | { readonly below: number };

/** A number behind a verdict, with its seed or setting. */
export interface LabelledValue {
  readonly label: string;
  readonly value: number;
}

/** A statement and what would show it. */
export interface Claim {
  /** The name of what it belongs to and of itself, for example `fig4b/fails-to-generalize`. */
  readonly id: string;
  /** The claim in a sentence. */
  readonly statement: string;
  /** The number that decides it, in words. */
  readonly statistic: string;
  readonly expected: Expectation;
  /** The reason for the threshold. */
  readonly why: string;
  /** What the statistic never leaves, and so no interval of its mean. */
  readonly range?: ValueRange;
}

/** A claim and what became of it. */
export interface JudgedClaim extends Omit<Claim, 'expected' | 'range'> {
  /** Where the statistic must lie or, where there are only answers, the one that the paper gives. */
  readonly expected: Expectation | 'yes' | 'no';
  readonly verdict: Verdict;
  readonly reason: string;
  readonly values: readonly LabelledValue[];
  /** The mean over seeds and its confidence interval, if it decides. */
  readonly interval?: MeanInterval;
}

/**
 * Decides by the 95 % confidence interval of the mean over independent seeds, as far as it lies in the range of the
 * statistic. The claim holds if the whole interval lies beyond the threshold, and fails if the whole interval lies before
 * it.
 */
export function decideByMean(claim: Claim, values: readonly LabelledValue[]): JudgedClaim {
  if (values.length === 0) return undecided(claim, 'nothing was measured');
  const interval = meanInterval(
    values.map(({ value }) => value),
    claim.range,
  );
  const verdict = compare(claim.expected, interval.low, interval.high);
  const reason =
    verdict !== 'undecided'
      ? 'by the confidence interval of the mean'
      : interval.n < 2
        ? 'one seed gives no confidence interval'
        : 'the confidence interval contains the threshold';
  return { ...described(claim), verdict, reason, values, interval };
}

/** Decides by the worst of several exact values: all must lie beyond the threshold. */
export function decideByWorst(claim: Claim, values: readonly LabelledValue[]): JudgedClaim {
  if (values.length === 0) return undecided(claim, 'nothing was measured');
  const failing = values.filter(({ value }) => compare(claim.expected, value, value) !== 'holds');
  const first = failing[0];
  return first === undefined
    ? { ...described(claim), verdict: 'holds', reason: `in all ${values.length} cases`, values }
    : {
        ...described(claim),
        verdict: 'fails',
        reason: `in ${failing.length} of ${values.length} cases, for example ${first.label}: ${first.value}`,
        values,
      };
}

/** Says why nothing can be said. */
export function undecided(claim: Claim, reason: string, values: readonly LabelledValue[] = []): JudgedClaim {
  return { ...described(claim), verdict: 'undecided', reason, values };
}

function compare(expected: Expectation, low: number, high: number): Verdict {
  if ('above' in expected) {
    if (low > expected.above) return 'holds';
    return high <= expected.above ? 'fails' : 'undecided';
  }
  if (high < expected.below) return 'holds';
  return low >= expected.below ? 'fails' : 'undecided';
}

/** The claim alone, without what else its object carries. */
function described({ id, statement, statistic, expected, why }: Claim): Claim {
  return { id, statement, statistic, expected, why };
}
