import type { RunStatus } from '@sharpness-lab/core';
import type { Run } from '../runs/run.ts';

/** How a run ended; one without a result is still running or was stopped. */
export function statusOf({ result }: Run): RunStatus | 'unfinished' {
  return result?.status ?? 'unfinished';
}
