/**
 * A number as a function of training progress.
 *
 * @param progress the fraction of the phase's epochs that are done, from 0 to below 1; it advances once an epoch.
 */
export type Schedule = (progress: number) => number;
