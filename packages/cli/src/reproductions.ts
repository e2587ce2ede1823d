import type { ExperimentInput, Outcome } from '@sharpness-lab/core';
import { expectedWork, formatTable1, judgeTable1, type Scale, table1Runs } from '@sharpness-lab/paper/table1';

/** How much of it to do. */
export interface ReproductionSettings {
  readonly scale: Scale;
  readonly seeds?: number | undefined;
}

/** One of the runs that a result takes. */
export interface ReproductionRun {
  readonly experiment: ExperimentInput;
  /** How long it takes beside the others, in any unit. */
  readonly work: number;
}

/** A result of the paper, as runs and what they say. */
export interface Reproduction {
  readonly runs: readonly ReproductionRun[];
  /** @param outcomes in the order of the runs */
  summarize(outcomes: readonly Outcome[]): { readonly text: string; readonly data: unknown };
}

/** What can be reproduced, by name. */
export const reproductions: Readonly<Record<string, (settings: ReproductionSettings) => Reproduction>> = {
  table1(settings) {
    const runs = table1Runs(settings);
    return {
      runs: runs.map((run) => ({ experiment: run.experiment, work: expectedWork(run) })),
      summarize(outcomes) {
        const judged = judgeTable1(
          outcomes.map((outcome, index) => ({
            run: runs[index] as (typeof runs)[number],
            status: outcome.status,
            final: outcome.status === 'failed' ? {} : outcome.result.final,
          })),
        );
        return { text: formatTable1(judged), data: judged };
      },
    };
  },
};
