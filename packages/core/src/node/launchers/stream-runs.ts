import { ReadableStream } from 'node:stream/web';
import type { ExperimentConfig } from '../../contracts/experiment-config.ts';
import type { LaunchEvent, Outcome, RunReport } from '../../contracts/launcher.ts';
import { messageOf } from '../../errors.ts';

/** Executes one run and reports on the way. */
export type ExecuteRun = (
  config: ExperimentConfig,
  report: (event: RunReport) => void,
  signal: AbortSignal,
) => Promise<Outcome>;

/**
 * Executes runs, at most `concurrency` at a time, in the order of the map, and streams what they report. A run that
 * throws ends as `failed`. When the reader stops reading, the runs are stopped.
 */
export function streamRuns(
  runs: ReadonlyMap<string, ExperimentConfig>,
  concurrency: number,
  execute: ExecuteRun,
  signal?: AbortSignal,
): ReadableStream<LaunchEvent> {
  const abandoned = new AbortController();
  const stop = signal === undefined ? abandoned.signal : AbortSignal.any([signal, abandoned.signal]);
  return new ReadableStream<LaunchEvent>({
    async start(controller) {
      // All lanes take from one iterator, so that each run is taken once.
      const queue = runs.entries();
      const lane = async () => {
        for (const [run, config] of queue) {
          if (stop.aborted) return;
          const report = (event: RunReport) => {
            if (!abandoned.signal.aborted) controller.enqueue({ run, ...event });
          };
          const outcome = await execute(config, report, stop).catch(failure);
          report({ type: 'outcome', outcome });
        }
      };
      await Promise.all(Array.from({ length: concurrency }, lane));
      if (!abandoned.signal.aborted) controller.close();
    },
    cancel: () => abandoned.abort(),
  });
}

function failure(error: unknown): Outcome {
  return { status: 'failed', message: messageOf(error) };
}
