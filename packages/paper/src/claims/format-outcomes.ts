import { formatTable } from '@sharpness-lab/core';
import type { Outcome } from './outcome.ts';

/** A table of verdicts, and below it a sentence for each claim that fails or is undecided. */
export function formatOutcomes(outcomes: readonly Outcome[]): string {
  const open = outcomes.filter(({ verdict }) => verdict !== 'holds');
  return [
    formatTable([
      ['CLAIM', 'STATISTIC', 'EXPECTED', 'MEASURED', 'CASES', 'VERDICT'],
      ...outcomes.map((outcome) => [
        outcome.id,
        outcome.statistic,
        formatExpectation(outcome.expected),
        formatMeasured(outcome),
        String(outcome.interval?.n ?? outcome.values.length),
        outcome.verdict,
      ]),
    ]),
    ...open.map(({ id, statement, verdict, reason }) => `${id}: "${statement}" ${verdict}: ${reason}\n`),
  ].join('\n');
}

/** The threshold of a statistic in words. */
export function formatExpectation(expected: Outcome['expected']): string {
  if (typeof expected === 'string') return expected;
  return 'above' in expected ? `> ${expected.above}` : `< ${expected.below}`;
}

/** The measured statistic: the mean with its interval or, where no mean decides, the value closest to failing. */
export function formatMeasured({ expected, interval, values }: Outcome): string {
  if (interval !== undefined) {
    const mean = digits(interval.mean);
    return interval.n < 2 ? mean : `${mean} [${digits(interval.low)}, ${digits(interval.high)}]`;
  }
  if (values.length === 0 || typeof expected === 'string') return '-';
  const all = values.map(({ value }) => value);
  return digits('above' in expected ? Math.min(...all) : Math.max(...all));
}

function digits(value: number): string {
  return String(Number(value.toPrecision(3)));
}
