import type { StudySettings } from '@sharpness-lab/paper/claims';
import { executeStudies, type StudyOptions } from '../execute-studies.ts';
import { findStudies, reproductions } from '../studies.ts';

/** Options of `sharpness reproduce`. */
export interface ReproduceOptions extends StudyOptions, StudySettings {}

/** Trains what a result of the paper takes and judges it. Returns the exit status. */
export async function reproduce(name: string, { scale, seeds, ...options }: ReproduceOptions): Promise<number> {
  const settings = { scale, seeds };
  return executeStudies(name, findStudies(reproductions, name, settings), settings, options);
}
