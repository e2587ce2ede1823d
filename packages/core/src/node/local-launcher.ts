import type { Lab } from '../lab.ts';
import { isReport, type Launcher } from '../launcher.ts';
import { recordRun } from './record.ts';
import { streamRuns } from './stream-runs.ts';

/** Executes runs in this process, one after the other. */
export function localLauncher({ lab, out }: { readonly lab: Lab; readonly out: string }): Launcher {
  return {
    launch: (configs, signal) =>
      streamRuns(
        configs,
        1,
        async (config, report, stop) =>
          recordRun({
            lab,
            planned: lab.plan(config),
            out,
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
