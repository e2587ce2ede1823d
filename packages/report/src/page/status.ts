import type { RunStatus } from '@sharpness-lab/core';
import type { Run } from '../runs/run.ts';

/** The end of a run. A run without a result is going on or was stopped. */
export function statusOf({ result }: Run): RunStatus | 'unfinished' {
  return result?.status ?? 'unfinished';
}
