import { type ExperimentInput, formatTable } from '@sharpness-lab/core';
import {
  type Claim,
  decideByMean,
  decideByWorst,
  type FinishedRun,
  type JudgedClaim,
  runOf,
  type Study,
  type StudySettings,
  undecided,
} from '@sharpness-lab/studies';
import { defaults } from '../defaults.ts';
import { thresholds } from '../thresholds.ts';
import { finalMetric } from './final-metric.ts';

const SEEDS = 3;

/**
 * Training loss up to which a net from the search counts as interpolating. The relative error of the trace is about its
 * root.
 */
const EXACT = 1e-6;

/** The least trace on complete training sets, lemma A.3 with its factor of 2. */
const INFIMUM = 8;

const sets = {
  random: {
    dataset: { name: 'xor', dimension: 30, trainSize: 100, testSize: 10_000 },
    model: { name: '2-mlp-sim-bn', width: 150 },
  },
  complete: {
    dataset: { name: 'complete-xor', dimension: 8, tails: 12, testSize: 10_000 },
    model: { name: '2-mlp-sim-bn', width: 60 },
  },
} as const;

type TrainingSet = keyof typeof sets;

const setNames: readonly TrainingSet[] = ['random', 'complete'];

const inits = ['generalizing', 'flat-search'] as const;

type Init = (typeof inits)[number];

function keyOf(set: TrainingSet, init: Init, seed: number): string {
  return `${set}/${init}/seed-${seed}`;
}

function experimentOf(set: TrainingSet, init: Init, seed: number): ExperimentInput {
  return { ...defaults, name: `sim-bn-${set}-${init}`, seed, ...sets[set], init, phases: [] };
}

interface Found {
  readonly set: TrainingSet;
  readonly seed: number;
  readonly generalizing: FinishedRun;
  readonly searched: FinishedRun;
}

const fails: Claim = {
  id: 'sim-bn-off-complete-sets/flatter-net-that-fails',
  statement: 'On random training sets, nets flatter than the generalizing one need not generalize.',
  statistic: `trace of interpolating nets with test accuracy below ${thresholds.generalizes}, less that of the generalizing net`,
  expected: { below: 0 },
  why: 'a net that is flatter and fails is a counterexample; one suffices',
};

const infimum: Claim = {
  id: 'sim-bn-off-complete-sets/infimum-of-complete-sets',
  statement: 'On complete training sets, the same search finds no net below the infimum 8.',
  statistic: 'trace',
  expected: { above: INFIMUM * (1 - thresholds.flattest) },
  why: 'lemma A.3; the relative distance that counts as 0 for constructed nets',
};

const generalizes: Claim = {
  id: 'sim-bn-off-complete-sets/complete-sets-generalize',
  statement: 'On complete training sets, what the same search finds generalizes.',
  statistic: 'test accuracy',
  expected: { above: thresholds.generalizes },
  why: 'as in Table 1',
};

/**
 * Theorem 3.2 is about complete training sets. This statement is about random sets of P_xor: is there an interpolating
 * net with simplified BatchNorm that is flatter than the generalizing net of lemma A.1 on the same data and does not
 * generalize? If so, the flattest net does not have to generalize there, as it does on complete sets by the theorem.
 * The initializer `flat-search` searches for such a net. On complete sets its result shows how good the search is.
 */
export function simBnOffCompleteSets({ seeds = SEEDS }: StudySettings): Study {
  const cases = setNames.flatMap((set) => Array.from({ length: seeds }, (_, seed) => ({ set, seed })));
  return {
    name: 'sim-bn-off-complete-sets',
    title: 'simplified BatchNorm on random training sets: a flat net that does not generalize',
    experiments: Object.fromEntries(
      cases.flatMap(({ set, seed }) => inits.map((init) => [keyOf(set, init, seed), experimentOf(set, init, seed)])),
    ),
    conclude(runs) {
      const found = cases.map(
        ({ set, seed }): Found => ({
          set,
          seed,
          generalizing: runOf(runs, keyOf(set, 'generalizing', seed)),
          searched: runOf(runs, keyOf(set, 'flat-search', seed)),
        }),
      );
      const complete = found.filter((each) => each.set === 'complete' && interpolates(each));
      return {
        claims: [
          counterexample(found.filter(({ set }) => set === 'random')),
          decideByWorst(
            infimum,
            complete.map((each) => ({
              label: `seed ${each.seed}`,
              value: finalMetric(each.searched, 'hessian-trace'),
            })),
          ),
          decideByMean(
            generalizes,
            complete.map((each) => ({
              label: `seed ${each.seed}`,
              value: finalMetric(each.searched, 'test-accuracy'),
            })),
          ),
        ],
        tables: [
          formatTable([
            ['training set', 'seed', 'generalizing net: trace', 'found: trace', 'train loss', 'test accuracy'],
            ...found.map(({ set, seed, generalizing, searched }) => [
              set,
              String(seed),
              finalMetric(generalizing, 'hessian-trace').toFixed(4),
              finalMetric(searched, 'hessian-trace').toFixed(4),
              finalMetric(searched, 'train-loss').toExponential(1),
              finalMetric(searched, 'test-accuracy').toFixed(4),
            ]),
          ]),
        ],
      };
    },
  };
}

function counterexample(found: readonly Found[]): JudgedClaim {
  const values = found
    .filter((each) => interpolates(each) && finalMetric(each.searched, 'test-accuracy') < thresholds.generalizes)
    .map(({ seed, generalizing, searched }) => ({
      label: `seed ${seed}`,
      value: finalMetric(searched, 'hessian-trace') - finalMetric(generalizing, 'hessian-trace'),
    }))
    .filter(({ value }) => value < 0);
  return values.length === 0
    ? undecided(fails, `no such net was found in ${found.length} searches`)
    : decideByWorst(fails, values);
}

function interpolates({ searched }: Found): boolean {
  return searched.status === 'completed' && finalMetric(searched, 'train-loss') <= EXACT;
}
