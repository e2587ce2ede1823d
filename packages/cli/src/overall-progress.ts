import type { LaunchEvent, WarningEvent } from '@sharpness-lab/core';
import type { Progress } from './progress.ts';

/** A run of a list: its steps, and how long it takes beside the others. */
export interface RunWork {
  readonly steps: number;
  readonly work: number;
}

/** What tells how far a run has come. */
type ProgressReport = Exclude<LaunchEvent, WarningEvent>;

/** Shows how far the runs of a list have come together: returns what takes their events. */
export function overallProgress(runs: readonly RunWork[], progress: Progress): (event: ProgressReport) => void {
  const allWork = sum(runs.map(({ work }) => work));
  const resumedAt = runs.map(() => 0);
  const steps = runs.map(() => 0);
  const fractions = runs.map(() => 0);
  let free = 0;
  return (event) => {
    const { steps: allSteps, work } = runs[event.run] as RunWork;
    if (event.type === 'outcome') {
      // What a run did not report, nobody computed: it had been finished before, or it was given up.
      free += work * (1 - (fractions[event.run] as number));
      fractions[event.run] = 1;
    } else {
      const fraction = event.step / Math.max(1, allSteps);
      if (event.type === 'resumed') {
        // What an earlier attempt computed.
        resumedAt[event.run] = event.step;
        free += work * fraction;
      }
      steps[event.run] = event.step - (resumedAt[event.run] as number);
      fractions[event.run] = fraction;
    }
    const done = sum(runs.map((run, index) => run.work * (fractions[index] as number)));
    progress.update(done / allWork, sum(steps), free / allWork);
  };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
