import { inspect } from 'node:util';
import { withCommands } from './called-as.ts';

/**
 * Prints an error on standard error: one line or, with SHARPNESS_DEBUG=1, everything.
 *
 * @param hint added behind the message
 */
export function printError(error: Error, hint = ''): void {
  process.stderr.write(
    process.env.SHARPNESS_DEBUG === '1' ? `${inspect(error)}\n` : `error: ${withCommands(error.message)}${hint}\n`,
  );
}
