import type { StudySettings } from '@sharpness-lab/paper/claims';
import { variations } from '@sharpness-lab/paper/sensitivity';
import { executeStudies, type StudyOptions, seedsGiven } from '../execute-studies.ts';
import { findStudies, reproductions } from '../studies.ts';

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
  const studies = findStudies(reproductions, name, { scale, seeds });
  const request = { label: name, studies, scale, variations: sensitivity ? variations : [] };
  const commandFor = (study: string) =>
    `sharpness reproduce ${study} --scale ${scale}${seedsGiven(seeds)}${sensitivity ? ' --sensitivity' : ''}`;
  return executeStudies({ ...request, commandFor }, options);
}
