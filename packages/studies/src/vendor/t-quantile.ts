import quantile from '@stdlib/stats-base-dists-t-quantile';

/** The p-quantile of Student's t distribution with `v` degrees of freedom. */
export const tQuantile: (p: number, v: number) => number = quantile;
