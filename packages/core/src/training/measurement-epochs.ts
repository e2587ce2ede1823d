import type { ExperimentConfig } from '../contracts/experiment-config.ts';
import { log } from '../math/log.ts';
import { pow } from '../math/pow.ts';

/**
 * The epochs, counted over all phases, after which metrics are measured: 0, the end of every phase, the multiples of
 * `every`, and `logSpaced` points evenly spaced in the logarithm. They are computed one by one, because there can be as
 * many as epochs.
 *
 * @returns the first such epoch after a given one, which may be negative; infinite if there is none
 */
export function measurementEpochs({
  phases,
  measure: { every, logSpaced },
}: Pick<ExperimentConfig, 'phases' | 'measure'>): (after: number) => number {
  const fixed = [0];
  for (const { epochs } of phases) fixed.push((fixed.at(-1) as number) + epochs);
  const total = fixed.at(-1) as number;
  return (after) => {
    if (after >= total) return Number.POSITIVE_INFINITY;
    const candidates = [fixed.find((epoch) => epoch > after) as number];
    if (every !== undefined && after >= 0) candidates.push(every * (Math.floor(after / every) + 1));
    if (logSpaced !== undefined && after >= 0) candidates.push(nextLogSpaced(after, total, logSpaced - 1));
    return Math.min(...candidates);
  };
}

/** The least round(total^(k / intervals)) > after, for whole k from 0 to intervals and 0 <= after < total. */
function nextLogSpaced(after: number, total: number, intervals: number): number {
  const point = (k: number) => Math.round(pow(total, k / intervals));
  if (total === 1) return 1;
  // The logarithm is rounded, so the k that it gives can be one of its neighbours.
  let k = Math.min(intervals, Math.floor((intervals * log(after + 0.5)) / log(total)));
  while (k > 0 && point(k - 1) > after) k--;
  k = Math.max(k, 0);
  while (point(k) <= after) k++;
  return point(k);
}
