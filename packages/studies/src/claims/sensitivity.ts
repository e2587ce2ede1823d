import { formatTable } from '@sharpness-lab/core';
import type { JudgedClaim } from './claim.ts';

/** Claims and what becomes of their verdicts when a choice is made otherwise. */
export function formatSensitivity(
  base: readonly JudgedClaim[],
  varied: readonly { readonly variation: string; readonly claims: readonly JudgedClaim[] }[],
): string {
  const rows = base.flatMap((claim) =>
    varied.flatMap(({ variation, claims }) => {
      const other = claims.find(({ id }) => id === claim.id);
      return other === undefined
        ? []
        : [[claim.id, claim.verdict, variation, mean(claim), mean(other), other.verdict, change(claim, other)]];
    }),
  );
  const depending = new Set(rows.filter((row) => row.at(-1) === 'changes').map(([id]) => id));
  return [
    formatTable([['CLAIM', 'VERDICT', 'VARIATION', 'MEAN', 'THEN', 'VERDICT THEN', ''], ...rows]),
    depending.size === 0
      ? 'No verdict turns into its opposite.\n'
      : `Verdicts that turn into their opposite: ${[...depending].join(', ')}\n`,
  ].join('\n');
}

/** Fewer seeds or a wider spread leave a claim undecided; only the opposite verdict contradicts. */
function change({ verdict }: JudgedClaim, other: JudgedClaim): string {
  if (verdict === other.verdict) return '';
  return verdict === 'undecided' || other.verdict === 'undecided' ? 'weakens or settles' : 'changes';
}

function mean({ interval }: JudgedClaim): string {
  return interval === undefined ? '-' : String(Number(interval.mean.toPrecision(3)));
}
