import { pow } from '@sharpness-lab/core';
import { decideByWorst, type FinishedRun, type Study } from '@sharpness-lab/studies';
import { isMemorizing } from '../constructions/is-memorizing.ts';
import { constructedNets, lossOverPower, underKey, valuesOf } from './constructed.ts';
import { traceByDifferences } from './finite-differences.ts';
import { flattestAssertions } from './flattest-assertions.ts';
import { squaredError } from './reference-losses.ts';
import { reluNetwork, weightsOf } from './reference-networks.ts';
import { relativeError } from './relative-error.ts';

/** Depths D = 3 and 4. */
const hiddenLayers = [2, 3] as const;

/**
 * Theorem 4.1 at depth D >= 3: the memorizing net, its middle layers slightly negative off the diagonal so that it is
 * off the kinks, interpolates and meets (2/n) sum_i D (|y_i|^(2 (D - 1)) ||x_i'||^2)^(1/D).
 *
 * Source: Wen, Li, Ma, "Sharpness Minimization Algorithms Do Not Only Minimize Sharpness To Achieve Better
 * Generalization", 2023, arXiv:2307.11007, theorem 4.1; the printed net lies on kinks.
 */
export function theorem41Deep(): Study {
  const experiments = Object.assign(
    {},
    ...hiddenLayers.map((layers) =>
      underKey(
        `hidden-layers-${layers}`,
        constructedNets(
          'memorizing',
          ({ trainSize }) => ({ name: 'mlp-bias', widths: Array.from({ length: layers }, () => trainSize) }),
          [
            { dimension: 8, trainSize: 6, seed: 0 },
            { dimension: 12, trainSize: 16, seed: 1 },
            { dimension: 30, trainSize: 10, seed: 2, labelSmoothing: 0.2 },
          ],
        ),
      ),
    ),
  );
  const assertions = flattestAssertions('theorem-4.1-deep');
  return {
    name: 'theorem-4.1-deep',
    title: 'memorizing nets of three and four layers that are flattest',
    experiments,
    conclude: (runs) => ({
      claims: [
        decideByWorst(assertions.interpolates, valuesOf(runs, lossOverPower)),
        decideByWorst(
          assertions.flattest,
          valuesOf(runs, (run) => relativeError(run.final['hessian-trace'], bound(run))),
        ),
        decideByWorst(
          assertions.byDifferences,
          valuesOf(runs, (run) => relativeError(differences(run), bound(run))),
        ),
        decideByWorst(
          {
            id: 'theorem-4.1-deep/memorizes',
            statement: 'The activations of every hidden layer are one-hot, each sample with a neuron of its own.',
            statistic: '1 if so, 0 if not',
            expected: { above: 0.5 },
            why: 'Definition 4.2',
          },
          valuesOf(runs, ({ parameters, data }) => (isMemorizing(parameters, data.train) ? 1 : 0)),
        ),
      ],
      tables: [],
    }),
  };
}

/** All inputs of P_xor have ||x'||^2 = d + 1, all targets the same size. */
function bound({ config, data: { train } }: FinishedRun): number {
  const depth = (config.model.options.widths as readonly number[]).length + 1;
  const y = Math.abs(train.targets[0] as number);
  return 2 * depth * pow(pow(y, 2 * (depth - 1)) * (train.dimension + 1), 1 / depth);
}

function differences({ parameters, data }: FinishedRun): number {
  return traceByDifferences(reluNetwork, weightsOf(parameters), data.train, squaredError);
}
