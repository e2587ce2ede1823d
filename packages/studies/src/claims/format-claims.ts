import { formatTable } from '@sharpness-lab/core';
import type { JudgedClaim } from './claim.ts';

/** A table of verdicts, and below it a sentence for each claim that does not hold. */
export function formatClaims(claims: readonly JudgedClaim[]): string {
  const open = claims.filter(({ verdict }) => verdict !== 'holds');
  return [
    formatTable([
      ['CLAIM', 'STATISTIC', 'EXPECTED', 'MEASURED', 'CASES', 'VERDICT'],
      ...claims.map((claim) => [
        claim.id,
        claim.statistic,
        formatExpectation(claim.expected),
        formatMeasured(claim),
        String(claim.interval?.n ?? claim.values.length),
        claim.verdict,
      ]),
    ]),
    ...open.map(({ id, statement, verdict, reason }) => `${id}: "${statement}" ${verdict}: ${reason}\n`),
  ].join('\n');
}

/** Where a statistic must lie, in words. */
export function formatExpectation(expected: JudgedClaim['expected']): string {
  if (typeof expected === 'string') return expected;
  return 'above' in expected ? `> ${expected.above}` : `< ${expected.below}`;
}

/** What was measured: the mean with its interval or, where no mean decides, the value closest to failing. */
export function formatMeasured({ expected, interval, values }: JudgedClaim): string {
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
