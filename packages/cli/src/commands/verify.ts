import { verify as verifyPaper } from '@sharpness-lab/paper/node';
import { executeStudies, type StudyOptions } from '../execute-studies.ts';

/** Options of `sharpness verify`. */
export interface VerifyOptions extends StudyOptions {
  readonly seeds?: number;
}

/** Checks statements of the theory. Returns the exit status. */
export async function verify(name: string, { seeds, ...options }: VerifyOptions): Promise<number> {
  return executeStudies((lab, signal) => verifyPaper(name, lab, { seeds, signal }), options);
}
