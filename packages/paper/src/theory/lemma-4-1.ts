import type { ExperimentInput } from '@sharpness-lab/core';
import {
  type Claim,
  decideByWorst,
  type FinishedRun,
  keyed,
  type LabelledValue,
  type Study,
} from '@sharpness-lab/studies';
import { squaredGradientNorms, traceByDifferences } from './finite-differences.ts';
import { referenceLoss } from './reference-losses.ts';
import { referenceNetwork, weightsOf } from './reference-networks.ts';
import { relativeError } from './relative-error.ts';

const settings = [
  { dimension: 6, trainSize: 10, width: 7, seed: 0 },
  { dimension: 10, trainSize: 15, width: 12, seed: 1 },
  { dimension: 30, trainSize: 12, width: 5, seed: 2 },
] as const;
const engines = ['wasm', 'tfjs'] as const;
const losses = ['mse', { name: 'logistic', labelSmoothing: 0.2 }] as const;

const architectures = (width: number) => [
  { name: '2-mlp-no-bias', width },
  { name: '2-mlp-bias', width },
  { name: 'mlp-bias', widths: [width, width + 1] },
  { name: '2-mlp-softplus', width },
  { name: '2-mlp-sim-ln', width },
  { name: '2-mlp-sim-bn', width },
];

/** Networks that interpolate, for the architectures with a construction. */
const interpolating = (width: number) =>
  [
    [{ name: '2-mlp-no-bias', width }, 'generalizing'],
    [{ name: '2-mlp-bias', width }, 'memorizing'],
    [{ name: '2-mlp-sim-ln', width, epsilon: 0.1 }, 'memorizing'],
    [{ name: '2-mlp-sim-bn', width }, 'generalizing'],
  ] as const;

const why = 'differences of doubles are right to about 1e-6, and the metric sums in double precision';

const traceIsRight: Claim = {
  id: 'lemma-4.1/trace',
  statement: 'At any parameters, hessian-trace is the trace of the Hessian of the training loss.',
  statistic: 'relative distance to second differences of the loss of an independent network',
  expected: { below: 1e-4 },
  why,
};

const interpolates: Claim = {
  id: 'lemma-4.1/interpolation',
  statement: 'At interpolation, Tr(Hess L) = (2/n) sum_i ||grad f(x_i)||^2 under the squared error.',
  statistic: 'relative distance of hessian-trace to (2/n) sum_i ||grad f(x_i)||^2 by differences of f',
  expected: { below: 1e-4 },
  why: `${why}; single precision interpolates up to 1e-7 only`,
};

const xor = (dimension: number, trainSize: number) => ({ name: 'xor', dimension, trainSize, testSize: 10 });

type Net = Pick<ExperimentInput, 'seed' | 'dataset' | 'loss'> & {
  readonly model: { readonly name: string };
  readonly init: string;
  readonly engine: string;
};

const keyOf = (net: Net) => `${net.init}/${net.model.name}/${lossName(net.loss)}/seed-${net.seed}/${net.engine}`;

/** Networks at initial parameters. */
const anywhere = keyed<Net>(
  settings.flatMap(({ dimension, trainSize, width, seed }) =>
    architectures(width).flatMap((model) =>
      losses.flatMap((loss) =>
        engines.map((engine) => {
          return { engine, seed, dataset: xor(dimension, trainSize), model, init: 'uniform-fan-in', loss };
        }),
      ),
    ),
  ),
  keyOf,
  measured,
);

/** Networks that interpolate. */
const fitted = keyed<Net>(
  settings.flatMap(({ dimension, trainSize, seed }) =>
    interpolating(trainSize).flatMap(([model, init]) =>
      engines.map((engine) => {
        return { engine, seed, dataset: xor(dimension, trainSize), model, init, loss: 'mse' };
      }),
    ),
  ),
  keyOf,
  measured,
);

function lossName(loss: Net['loss']): string {
  return typeof loss === 'string' ? loss : loss.name;
}

/**
 * Lemma 4.1, and the trace behind every figure: for each architecture and loss of the paper the engines'
 * `hessian-trace` against finite differences of a network that shares no code with them; and at interpolation,
 * Tr(Hess L) = (2/n) sum_i ||grad f(x_i)||^2.
 *
 * Source: Wen, Li, Ma, "Sharpness Minimization Algorithms Do Not Only Minimize Sharpness To Achieve Better
 * Generalization", 2023, arXiv:2307.11007, lemma 4.1.
 */
export function lemma41(): Study {
  return {
    name: 'lemma-4.1',
    title: 'the trace of the Hessian, everywhere and at interpolation',
    experiments: { ...anywhere.experiments, ...fitted.experiments },
    conclude: (runs) => ({
      claims: [
        decideByWorst(
          traceIsRight,
          anywhere.join(runs).map(({ run }) => againstLoss(run)),
        ),
        decideByWorst(
          interpolates,
          fitted.join(runs).map(({ run }) => againstGradients(run)),
        ),
      ],
      tables: [],
    }),
  };
}

function measured(net: Net): ExperimentInput {
  return { ...net, name: 'lemma-4.1', phases: [], metrics: ['hessian-trace'] };
}

function againstLoss({ config, final, parameters, data }: FinishedRun): LabelledValue {
  const expected = traceByDifferences(
    referenceNetwork(config.model),
    weightsOf(parameters),
    data.train,
    referenceLoss(config.loss),
  );
  return { label: labelOf(config), value: relativeError(final['hessian-trace'], expected) };
}

function againstGradients({ config, final, parameters, data }: FinishedRun): LabelledValue {
  const norms = squaredGradientNorms(referenceNetwork(config.model), weightsOf(parameters), data.train);
  const expected = (2 / data.train.size) * norms.reduce((sum, norm) => sum + norm, 0);
  return { label: labelOf(config), value: relativeError(final['hessian-trace'], expected) };
}

function labelOf({ model, loss, engine, dataset, seed }: FinishedRun['config']): string {
  const engineName = typeof engine === 'string' ? engine : engine.name;
  return `${model.name}, ${loss.name}, ${engineName}, d = ${dataset.options.dimension}, seed ${seed}`;
}
