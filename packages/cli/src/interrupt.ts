import { exitCodes } from './exit-codes.ts';

/**
 * A second signal within so many milliseconds is an echo. The terminal sends a signal to every process, and npm sends
 * it again to its child.
 */
const ECHO = 500;

/**
 * Does long work that SIGINT and SIGTERM stop. The first signal aborts the work cleanly, the second one ends the
 * process at once.
 */
export async function interruptible<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  let since = 0;
  const stop = () => {
    if (!controller.signal.aborted) {
      since = performance.now();
      controller.abort();
    } else if (performance.now() - since > ECHO) {
      process.exit(exitCodes.interrupted);
    }
  };
  process.on('SIGINT', stop).on('SIGTERM', stop);
  try {
    return await work(controller.signal);
  } finally {
    process.off('SIGINT', stop).off('SIGTERM', stop);
  }
}
