/** Waits for the next macrotask, so that signals, timers and messages are handled. */
export function nextMacrotask(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0));
}
