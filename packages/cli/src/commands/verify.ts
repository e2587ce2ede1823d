import { executeStudies, type StudyOptions } from '../execute-studies.ts';
import { findStudies, verifications } from '../studies.ts';

/** Options of `sharpness verify`. */
export interface VerifyOptions extends StudyOptions {
  readonly seeds?: number;
}

/** Checks statements of the theory. Returns the exit status. */
export async function verify(name: string, { seeds, ...options }: VerifyOptions): Promise<number> {
  const settings = { scale: 'quick', seeds } as const;
  return executeStudies(name, findStudies(verifications, name, settings), settings, options);
}
