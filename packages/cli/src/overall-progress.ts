import type { LaunchEvent } from '@sharpness-lab/core';
import type { Progress } from './progress.ts';

/** A run of a list: its steps, and how long it takes beside the others. */
export interface RunWork {
  readonly steps: number;
  readonly work: number;
}

/** Shows how far the runs of a list have come together: returns what takes their events. */
export function overallProgress(runs: readonly RunWork[], progress: Progress): (event: LaunchEvent) => void {
  const allWork = sum(runs.map(({ work }) => work));
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
      steps[event.run] = event.step;
      fractions[event.run] = event.step / Math.max(1, allSteps);
    }
    const done = sum(runs.map((run, index) => run.work * (fractions[index] as number)));
    progress.update(done / allWork, sum(steps), free / allWork);
  };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
