import { exp, log1p } from '@sharpness-lab/core';
import type { FinishedRun, Study } from '../claims/index.ts';
import { exactStudy, onBothEngines } from './exact-study.ts';
import { referenceNetwork } from './reference-networks.ts';

const models = [
  { name: '2-mlp-no-bias', width: 6 },
  { name: '2-mlp-bias', width: 6 },
  { name: '2-mlp-softplus', width: 6 },
  { name: '2-mlp-sim-ln', width: 6 },
  { name: '2-mlp-sim-bn', width: 6 },
  { name: 'mlp-bias', widths: [5, 4] },
] as const;

const losses = ['mse', { name: 'logistic', labelSmoothing: 0.2 }] as const;

const datasets = [
  { name: 'xor', dimension: 5, trainSize: 7, testSize: 1 },
  { name: 'uniform-ball', dimension: 3, trainSize: 5, testSize: 1 },
] as const;

const softplus = (z: number) => Math.max(z, 0) + log1p(exp(-Math.abs(z)));

/** The losses as the paper writes them, with the weight of smoothing on the label that was not given. */
const lossFunctions: Readonly<Record<string, (output: number, target: number) => number>> = {
  mse: (f, y) => (f - y) * (f - y),
  logistic: (f, y) => (0.5 + 0.3 * y) * softplus(-f) + (0.5 - 0.3 * y) * softplus(f),
};

/**
 * Lemma 4.1 and the formula that extends it to any loss and any theta,
 *
 *     Tr(Hess L) = (1/n) sum_i [ l''(f_i) ||grad f(x_i)||^2 + l'(f_i) Lap f(x_i) ],
 *
 * by which every trace in this laboratory is computed, against second differences of the loss of networks written down
 * a second time in double precision.
 */
export function lemma41(): Study {
  return exactStudy({
    name: 'lemma-4-1',
    title: 'the exact trace of the Hessian is the sum of its diagonal, for every architecture and loss, at any theta',
    cases: datasets.flatMap((dataset) =>
      models.flatMap((model) =>
        losses
          // The logistic loss has labels, not the real targets of the ball.
          .filter((loss) => loss === 'mse' || dataset.name === 'xor')
          .flatMap((loss) =>
            [0, 1, 2].flatMap((seed) => onBothEngines({ dataset, model, loss, init: 'uniform-fan-in', seed })),
          ),
      ),
    ),
    checks: [
      {
        id: 'lemma-4-1/exact-trace',
        statement: 'The exact trace of the engines is the trace by differences of the loss.',
        statistic: '|trace by the engine - trace by differences| / (1 + trace)',
        expected: { below: 1e-4 },
        why: 'single precision in the engines; second differences of double precision are as good',
        value: deviation,
      },
    ],
  });
}

function deviation({ config, parameters, data, final }: FinishedRun): number {
  const loss = lossFunctions[config.loss.name] as (output: number, target: number) => number;
  const reference = referenceNetwork(config.model, parameters, data.train).traceByDifferences(loss);
  return Math.abs((final['hessian-trace'] ?? Number.NaN) - reference) / (1 + Math.abs(reference));
}
