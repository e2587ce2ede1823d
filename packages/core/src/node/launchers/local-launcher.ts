import { isReport, type Launcher } from '../../contracts/launcher.ts';
import type { Lab } from '../../lab/lab.ts';
import { recordRun } from '../runs/record.ts';
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
