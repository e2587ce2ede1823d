import type { JudgedClaim } from '@sharpness-lab/studies';

/** A place where the printed formula is not what the paper means, and numbers that show it. */
export interface Slip {
  readonly where: string;
  /** The subject of both formulas. */
  readonly quantity: string;
  /** The number that the printed formula gives, and the one that the corrected formula gives, at one setting. */
  readonly printed: number;
  readonly corrected: number;
  readonly claims: readonly JudgedClaim[];
}
