import { type MeanInterval, meanInterval } from '../statistics.ts';

export type Verdict = 'holds' | 'fails' | 'undecided';

/** The side of a threshold on which a statistic must lie. */
export type Expectation = { readonly above: number } | { readonly below: number };

/** A number behind a verdict, with its seed or setting. */
export interface LabelledValue {
  readonly label: string;
  readonly value: number;
}

/** A statement and its check. */
export interface Assertion {
  /** The name of its study or panel, and its own name, for example `fig4b/fails-to-generalize`. */
  readonly id: string;
  /** The claim in a sentence. */
  readonly statement: string;
  /** The number that decides it, in words. */
  readonly statistic: string;
  readonly expected: Expectation;
  /** The reason for the threshold. */
  readonly why: string;
}

/** An assertion with its verdict. */
export interface Outcome extends Omit<Assertion, 'expected'> {
  /** The threshold of the statistic or, for a question, the paper's answer. */
  readonly expected: Expectation | 'yes' | 'no';
  readonly verdict: Verdict;
  readonly reason: string;
  readonly values: readonly LabelledValue[];
  /** The mean over seeds and its confidence interval, if it decides. */
  readonly interval?: MeanInterval;
}

/**
 * Decides by the 95 % confidence interval of the mean over independent seeds. The claim holds if the whole interval
 * lies beyond the threshold, and fails if the whole interval lies before it.
 */
export function decideByMean(assertion: Assertion, values: readonly LabelledValue[]): Outcome {
  if (values.length === 0) return undecided(assertion, 'nothing was measured');
  const interval = meanInterval(values.map(({ value }) => value));
  const verdict = compare(assertion.expected, interval.low, interval.high);
  const reason =
    verdict !== 'undecided'
      ? 'by the confidence interval of the mean'
      : interval.n < 2
        ? 'one seed gives no confidence interval'
        : 'the confidence interval contains the threshold';
  return { ...described(assertion), verdict, reason, values, interval };
}

/** Decides by the worst of several exact values: all of them must lie beyond the threshold. */
export function decideByWorst(assertion: Assertion, values: readonly LabelledValue[]): Outcome {
  if (values.length === 0) return undecided(assertion, 'nothing was measured');
  const failing = values.filter(({ value }) => compare(assertion.expected, value, value) !== 'holds');
  const first = failing[0];
  return first === undefined
    ? { ...described(assertion), verdict: 'holds', reason: `in all ${values.length} cases`, values }
    : {
        ...described(assertion),
        verdict: 'fails',
        reason: `in ${failing.length} of ${values.length} cases, for example ${first.label}: ${first.value}`,
        values,
      };
}

/** Undecided, with the reason. */
export function undecided(assertion: Assertion, reason: string, values: readonly LabelledValue[] = []): Outcome {
  return { ...described(assertion), verdict: 'undecided', reason, values };
}

function compare(expected: Expectation, low: number, high: number): Verdict {
  if ('above' in expected) {
    if (low > expected.above) return 'holds';
    return high <= expected.above ? 'fails' : 'undecided';
  }
  if (high < expected.below) return 'holds';
  return low >= expected.below ? 'fails' : 'undecided';
}

/** The properties of the assertion alone, without others of its object. */
function described({ id, statement, statistic, expected, why }: Assertion): Assertion {
  return { id, statement, statistic, expected, why };
}
