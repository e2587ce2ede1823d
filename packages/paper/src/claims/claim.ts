import { type Assertion, decideByMean, type LabelledValue, type Outcome, undecided } from './outcome.ts';
import type { FinishedRun, Scale } from './study.ts';

/** The runs of one seed, by the name of their figure. */
export type RunsOfSeed = (figure: string) => FinishedRun;

/**
 * A claim of the paper about trainings, fixed before the runs. It has a number for each seed, so comparisons are
 * paired.
 */
export interface Claim extends Assertion {
  /** The figures whose runs it needs. The first one is the figure that it belongs to. */
  readonly figures: readonly [string, ...string[]];
  /** The number of seeds that a verdict needs. */
  readonly seeds: number;
  /** The only scale at which the claim can be judged; without it, both scales. */
  readonly scale?: Scale;
  /** The number of one seed; undefined where it was not measured. */
  value(runs: RunsOfSeed): number | undefined;
  /** The reason why a seed's runs say nothing about the claim, in words; undefined if they do. */
  objection?(runs: RunsOfSeed): string | undefined;
}

/** Judges a claim by the runs of each seed. */
export function judge(claim: Claim, seeds: readonly { readonly seed: number; readonly runs: RunsOfSeed }[]): Outcome {
  const values: LabelledValue[] = [];
  for (const { seed, runs } of seeds) {
    const unfinished = claim.figures.find((figure) => runs(figure).status !== 'completed');
    const problem =
      unfinished === undefined ? claim.objection?.(runs) : `${unfinished} ended as ${runs(unfinished).status}`;
    const value = problem === undefined ? claim.value(runs) : undefined;
    if (value === undefined) return undecided(claim, `seed ${seed}: ${problem ?? 'not measured'}`);
    values.push({ label: `seed ${seed}`, value });
  }
  return decideByMean(claim, values);
}
