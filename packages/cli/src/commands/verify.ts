import { executeStudies, type StudyOptions, seedsGiven } from '../execute-studies.ts';
import { findStudies, verifications } from '../studies.ts';

/** Options of `sharpness verify`. */
export interface VerifyOptions extends StudyOptions {
  readonly seeds?: number;
}

/** Checks statements of the theory. Returns the exit status. */
export async function verify(name: string, { seeds, ...options }: VerifyOptions): Promise<number> {
  const scale = 'quick';
  const studies = findStudies(verifications, name, { scale, seeds });
  const commandFor = (study: string) => `sharpness verify ${study}${seedsGiven(seeds)}`;
  return executeStudies({ label: name, studies, scale, commandFor }, options);
}
