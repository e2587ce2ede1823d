import { INTERPOLATION } from './bounds/interpolation.ts';

/** All are fixed before any run, with their reasons. */
export const thresholds = {
  /**
   * Test accuracy that counts as generalizing, our choice: nine of ten unseen points right, where chance is 0.5 and a
   * net that has found the rule x[1] x[2] approaches 1.
   */
  generalizes: 0.9,
  /**
   * How far below the baseline on the same data a failure must be. A smaller gap would be a failure of the data rather
   * than of the algorithm.
   */
  gap: 0.05,
  /** Training accuracy below which an algorithm has not fitted the data. Its test accuracy then says nothing. */
  fitted: 0.99,
  /** Training loss below which a net interpolates (targets are +-1). */
  interpolates: INTERPOLATION,
  /** Relative distance to the lower bound within which a constructed net is flattest (single precision rounds). */
  flattest: 1e-3,
} as const;
