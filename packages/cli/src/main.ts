import { CommanderError } from 'commander';
import { exitCodes } from './exit-codes.ts';
import { printError } from './print-error.ts';
import { createProgram } from './program.ts';

/** Runs the command with a process's arguments and sets its exit status. */
export async function main(argv: readonly string[]): Promise<void> {
  // A reader can close the pipe before the end, as `head` does in `sharpness list | head -1`.
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error;
      process.exit();
    });
  }
  try {
    await createProgram((code) => {
      process.exitCode = code;
    }).parseAsync(argv);
  } catch (error) {
    process.exitCode = report(error);
  }
}

/** Prints the error, and returns the exit status. */
function report(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.done : exitCodes.badInput;
  const thrown = error instanceof Error ? error : new Error(String(error));
  const foreseen = thrown.name === 'LabError';
  printError(thrown, foreseen ? '' : ' (unexpected; set SHARPNESS_DEBUG=1 to see where it comes from)');
  return foreseen ? exitCodes.badInput : exitCodes.failed;
}
