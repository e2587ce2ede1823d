import { LabError } from '../../errors.ts';
import { reasonOf } from '../files/system-error.ts';

/** The error for a file of a finished run that cannot be read. */
export function unreadable(path: string, cause: unknown): LabError {
  return new LabError('store', `${path} cannot be read (${reasonOf(cause)}): remove its folder to run it again`, {
    cause,
  });
}
