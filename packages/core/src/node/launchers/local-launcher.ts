import { isReport, type Launcher } from '../../contracts/launcher.ts';
import type { Lab } from '../../lab/lab.ts';
import { recordRun } from '../../lab/record-run.ts';
import { streamRuns } from './stream-runs.ts';

/** Executes runs in this process, one after the other, and has the lab's run store keep them. */
export function localLauncher(lab: Lab): Launcher {
  return {
    concurrency: 1,
    launch: (runs, signal) =>
      streamRuns(
        runs,
        1,
        async (config, report, stop) =>
          recordRun({
            lab,
            planned: await lab.prepare(config),
            signal: stop,
            onEvent: (event) => {
              if (isReport(event)) report(event);
            },
            onWarning: (message) => report({ type: 'warning', message }),
          }),
        signal,
      ),
  };
}
