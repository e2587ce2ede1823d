import type { LaunchEvent, Progress, WarningEvent } from '@sharpness-lab/core';

/** A run among others: its steps, and how long it takes beside the others. */
export interface RunWork {
  readonly steps: number;
  readonly work: number;
}

/** What tells how far a run has come. */
type ProgressReport = Exclude<LaunchEvent, WarningEvent>;

/** Shows how far runs have come together: returns what takes their events. */
export function overallProgress(
  runs: ReadonlyMap<string, RunWork>,
  progress: Progress,
): (event: ProgressReport) => void {
  const allWork = sum(Array.from(runs.values(), ({ work }) => work));
  const states = new Map(Array.from(runs, ([run, work]) => [run, { ...work, resumedAt: 0, computed: 0, fraction: 0 }]));
  let free = 0;
  return (event) => {
    const run = states.get(event.run);
    if (run === undefined) throw new RangeError(`there is no run "${event.run}"`);
    if (event.type === 'outcome') {
      // What a run did not report, nobody computed: it had been finished before, or it was given up.
      free += run.work * (1 - run.fraction);
      run.fraction = 1;
    } else {
      const fraction = event.step / Math.max(1, run.steps);
      if (event.type === 'resumed') {
        // What an earlier attempt computed.
        run.resumedAt = event.step;
        free += run.work * fraction;
      }
      run.computed = event.step - run.resumedAt;
      run.fraction = fraction;
    }
    const all = [...states.values()];
    const done = sum(all.map(({ work, fraction }) => work * fraction));
    progress.update(done / allWork, sum(all.map(({ computed }) => computed)), free / allWork);
  };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
