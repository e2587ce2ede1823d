import { exitCodes } from './exit-codes.ts';

/** Milliseconds within which a repeated signal is an echo: npm passes on what the terminal has sent to everyone. */
const ECHO = 500;

/** Does long work that SIGINT and SIGTERM stop: the first one cleanly, through the signal, the second one at once. */
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
