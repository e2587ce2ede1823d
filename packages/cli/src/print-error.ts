import { inspect } from 'node:util';

/**
 * Says on standard error what went wrong: in a line or, with SHARPNESS_DEBUG=1, all there is to know.
 *
 * @param hint what to say behind the message
 */
export function printError(error: Error, hint = ''): void {
  process.stderr.write(
    process.env.SHARPNESS_DEBUG === '1' ? `${inspect(error)}\n` : `error: ${error.message}${hint}\n`,
  );
}
