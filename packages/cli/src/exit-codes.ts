/** The exit statuses of the command. */
export const exitCodes = {
  done: 0,
  /** A run diverged or failed. */
  failed: 1,
  /** Bad input: nothing was run, nothing was written. */
  badInput: 2,
  /** Stopped by Ctrl-C or SIGTERM. */
  interrupted: 130,
} as const;
