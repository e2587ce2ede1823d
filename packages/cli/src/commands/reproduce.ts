import { reproduce as reproducePaper } from '@sharpness-lab/paper/node';
import type { StudySettings } from '@sharpness-lab/studies';
import { executeStudies, type StudyOptions } from '../execute-studies.ts';

/** Options of `sharpness reproduce`. */
export interface ReproduceOptions extends StudyOptions, StudySettings {
  /** Whether to vary what the paper leaves open. */
  readonly sensitivity: boolean;
}

/** Runs the studies of a result of the paper and judges their claims. Returns the exit status. */
export async function reproduce(
  name: string,
  { scale, seeds, sensitivity, ...options }: ReproduceOptions,
): Promise<number> {
  return executeStudies((lab, signal) => reproducePaper(name, lab, { scale, seeds, sensitivity, signal }), options);
}
