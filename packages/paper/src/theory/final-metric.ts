import type { FinishedRun } from '@sharpness-lab/studies';
import { thresholds } from '../thresholds.ts';

/** A metric at the end of a run; NaN where it was not measured. No claim holds for NaN. */
export function finalMetric({ final }: FinishedRun, name: string): number {
  return final[name] ?? Number.NaN;
}

/** Whether a run ended at a net that counts as interpolating. */
export function interpolates(run: FinishedRun): boolean {
  return finalMetric(run, 'train-loss') <= thresholds.interpolates;
}
