import type { LaunchEvent, WarningEvent } from '@sharpness-lab/core';
import type { Progress } from './progress.ts';

/** A run in a list: its steps, and its duration relative to the others. */
export interface RunWork {
  readonly steps: number;
  readonly work: number;
}

/** The events that tell the progress of a run. */
type ProgressReport = Exclude<LaunchEvent, WarningEvent>;

/** Shows the progress of all runs in a list together. The returned function takes their events. */
export function overallProgress(runs: readonly RunWork[], progress: Progress): (event: ProgressReport) => void {
  const allWork = sum(runs.map(({ work }) => work));
  const resumedAt = runs.map(() => 0);
  const steps = runs.map(() => 0);
  const fractions = runs.map(() => 0);
  let free = 0;
  return (event) => {
    const { steps: allSteps, work } = runs[event.run] as RunWork;
    if (event.type === 'outcome') {
      // The part of a run without reports was not computed now: it was finished before, or the run was given up.
      free += work * (1 - (fractions[event.run] as number));
      fractions[event.run] = 1;
    } else {
      const fraction = event.step / Math.max(1, allSteps);
      if (event.type === 'resumed') {
        // An earlier attempt computed the steps up to here.
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
