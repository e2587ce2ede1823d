import type { ExperimentInput, Samples } from '@sharpness-lab/core';
import {
  type Claim,
  decideByWorst,
  type FinishedRun,
  keyed,
  type LabelledValue,
  type Study,
} from '@sharpness-lab/studies';
import { generalizingSimBnNet } from '../constructions/generalizing.ts';
import { valuesOf } from './constructed.ts';
import { traceByDifferences } from './finite-differences.ts';
import { cube, largestError } from './off-training-set.ts';
import { squaredError } from './reference-losses.ts';
import { pointsOf, simBnNetwork, weightsOf } from './reference-networks.ts';
import { relativeError } from './relative-error.ts';

/** The infimum of the trace on complete training sets. */
const INFIMUM = 8;

/** Scales c of the first layer: the trace falls to its infimum as c grows. */
const scales = [1, 3, 10, 30, 100] as const;

const engines = ['wasm', 'tfjs'] as const;

interface Setting {
  readonly dimension: number;
  readonly seed: number;
  readonly engine: (typeof engines)[number];
}

const assertions = {
  exact: {
    id: 'lemma-a.1/exact',
    statement: 'The four-neuron Sim-BN net equals x[1] x[2] on the whole hypercube.',
    statistic: 'max |f(x) - x[1] x[2]| over {-1, 1}^d',
    expected: { below: 1e-6 },
    why: 'the parameters are rounded to single precision',
  },
  above: {
    id: 'lemma-a.1/above',
    statement: 'Its trace lies above 8 on complete training sets.',
    statistic: 'trace by differences / 8 - 1, first layers scaled by 1 to 100',
    expected: { above: 0 },
    why: '8 is the infimum and is not attained',
  },
  approaches: {
    id: 'lemma-a.1/approaches',
    statement: 'Its trace tends to 8 as the square of the first layer’s scale.',
    statistic: 'scale^2 (trace by differences / 8 - 1) over its value at scale 1, minus 1, in size',
    expected: { below: 0.01 },
    why: 'at scale 100 a distance of 1e-4 is left, of which differences give a hundredth',
  },
  engines: {
    id: 'lemma-a.1/engines',
    statement: 'At scale 1000 the engines measure a trace of 8.',
    statistic: 'relative distance of hessian-trace to 8',
    expected: { below: 1e-5 },
    why: 'the distance falls as the inverse square of the scale',
  },
} satisfies Record<string, Claim>;

/**
 * Lemma A.1, with the signs and the factor 2 that it needs: on complete training sets a four-neuron net with simplified
 * BatchNorm equals x[1] x[2], and the trace of its Hessian tends to its infimum, 8, from above.
 *
 * Source: Wen, Li, Ma, "Sharpness Minimization Algorithms Do Not Only Minimize Sharpness To Achieve Better
 * Generalization", 2023, arXiv:2307.11007, lemmas A.1 and A.3.
 */
export function lemmaA1(): Study {
  const settings = [4, 6, 8].flatMap((dimension, seed) => engines.map((engine) => ({ dimension, seed, engine })));
  const nets = keyed(settings, ({ dimension, engine }) => `d-${dimension}/${engine}`, experimentOf);
  return {
    name: 'lemma-a.1',
    title: 'the flat net with simplified BatchNorm on complete training sets',
    experiments: nets.experiments,
    conclude: (runs) => {
      const trainingSets = Object.values(runs).filter(isOnWasm);
      const excess = trainingSets.flatMap(({ data }) => excesses(data.train));
      return {
        claims: [
          decideByWorst(assertions.exact, valuesOf(runs, error)),
          decideByWorst(assertions.above, excess),
          decideByWorst(
            assertions.approaches,
            trainingSets.flatMap(({ data }) => rates(data.train)),
          ),
          decideByWorst(
            assertions.engines,
            valuesOf(runs, ({ final }) => relativeError(final['hessian-trace'], INFIMUM)),
          ),
        ],
        tables: [],
      };
    },
  };
}

function experimentOf({ dimension, seed, engine }: Setting): ExperimentInput {
  return {
    name: 'lemma-a.1',
    seed,
    dataset: { name: 'complete-xor', dimension, testSize: 10 },
    model: { name: '2-mlp-sim-bn', width: 5 },
    init: 'generalizing',
    loss: 'mse',
    engine,
    phases: [],
    metrics: ['loss', 'hessian-trace'],
  };
}

/** Each training set once. */
function isOnWasm({ config: { engine } }: FinishedRun): boolean {
  return engine !== 'auto' && engine.name === 'wasm';
}

function error({ parameters, data }: FinishedRun): number {
  const points = cube(data.train.dimension);
  return largestError(simBnNetwork.outputs(weightsOf(parameters), points, pointsOf(data.train)), points);
}

/** trace / 8 - 1 at each scale. */
function excesses(train: Samples): LabelledValue[] {
  return scales.map((scale) => {
    const weights = weightsOf(generalizingSimBnNet(train, scale));
    const trace = traceByDifferences(simBnNetwork, weights, train, squaredError);
    return { label: `d = ${train.dimension}, scale ${scale}`, value: trace / INFIMUM - 1 };
  });
}

function rates(train: Samples): LabelledValue[] {
  const values = excesses(train);
  const atOne = values[0]?.value ?? Number.NaN;
  return values.slice(1).map(({ label, value }, index) => {
    const scale = scales[index + 1] as number;
    return { label, value: Math.abs((scale * scale * value) / atOne - 1) };
  });
}
