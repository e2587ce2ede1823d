import {
  type Claim,
  decideByMean,
  type FinishedRun,
  type JudgedClaim,
  type LabelledValue,
  type Scale,
  undecided,
} from '@sharpness-lab/studies';

/** The runs of one seed, by the name of their figure. */
export type RunsOfSeed = (figure: string) => FinishedRun;

/** A claim of the paper about trainings, fixed before the runs. Its number belongs to a seed, so comparisons are paired. */
export interface FigureClaim extends Claim {
  /** The figures whose runs it looks at, the one that it belongs to first. */
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
export function judge(
  claim: FigureClaim,
  seeds: readonly { readonly seed: number; readonly runs: RunsOfSeed }[],
): JudgedClaim {
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
