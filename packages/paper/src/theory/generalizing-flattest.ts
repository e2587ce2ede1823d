import { decideByWorst, type FinishedRun, type Study } from '@sharpness-lab/studies';
import { type ConstructionSetting, constructedNets, lossOverPower, valuesOf } from './constructed.ts';
import { traceByDifferences } from './finite-differences.ts';
import { flattestAssertions } from './flattest-assertions.ts';
import { cube, largestError } from './off-training-set.ts';
import { squaredError } from './reference-losses.ts';
import { pointsOf, referenceNetwork, weightsOf } from './reference-networks.ts';
import { relativeError } from './relative-error.ts';

const settings: readonly ConstructionSetting[] = [
  { dimension: 6, trainSize: 12, seed: 0 },
  { dimension: 12, trainSize: 20, seed: 1 },
  { dimension: 30, trainSize: 40, seed: 2 },
];

/** The largest dimension at which all points of {-1, 1}^d are checked. */
const WHOLE_CUBE = 12;

interface Proposition {
  readonly name: string;
  readonly title: string;
  readonly model: Record<string, unknown> & { readonly name: string };
  /** The least trace of an interpolating network on P_xor. */
  bound(dimension: number): number;
}

/**
 * Proposition 4.2: the four-neuron net of 2-MLP-Bias with r = (d + 1)^(1/4) is exact on the hypercube and as flat as
 * any interpolating network.
 *
 * Source: Wen, Li, Ma, "Sharpness Minimization Algorithms Do Not Only Minimize Sharpness To Achieve Better
 * Generalization", 2023, arXiv:2307.11007, proposition 4.2 with the radius corrected.
 */
export function proposition42(): Study {
  return study({
    name: 'proposition-4.2',
    title: 'a net with bias that is flattest and generalizes',
    model: { name: '2-mlp-bias', width: 8 },
    bound: (dimension) => 4 * Math.sqrt(dimension + 1),
  });
}

/**
 * Proposition 5.2: the same with simplified LayerNorm, where the least trace is 2.
 *
 * Source: Wen, Li, Ma, 2023, arXiv:2307.11007, proposition 5.2.
 */
export function proposition52(): Study {
  return study({
    name: 'proposition-5.2',
    title: 'a net with simplified LayerNorm that is flattest and generalizes',
    model: { name: '2-mlp-sim-ln', width: 4, epsilon: 0.1 },
    bound: () => 2,
  });
}

function study({ name, title, model, bound }: Proposition): Study {
  const assertions = flattestAssertions(name);
  const least = ({ data }: FinishedRun) => bound(data.train.dimension);
  return {
    name,
    title,
    experiments: constructedNets('generalizing-flattest', () => model, settings),
    conclude: (runs) => ({
      claims: [
        decideByWorst(assertions.interpolates, valuesOf(runs, lossOverPower)),
        decideByWorst(
          assertions.flattest,
          valuesOf(runs, (run) => relativeError(run.final['hessian-trace'], least(run))),
        ),
        decideByWorst(
          assertions.byDifferences,
          valuesOf(runs, (run) => relativeError(differences(run), least(run))),
        ),
        decideByWorst(
          {
            id: `${name}/exact`,
            statement: 'The net equals x[1] x[2] off its training set too.',
            statistic: 'max |f(x) - x[1] x[2]| on the whole cube or a test set of 1000',
            expected: { below: 1e-5 },
            why: 'single precision',
          },
          valuesOf(runs, error),
        ),
      ],
      tables: [],
    }),
  };
}

function differences({ config, parameters, data }: FinishedRun): number {
  return traceByDifferences(referenceNetwork(config.model), weightsOf(parameters), data.train, squaredError);
}

function error({ config, parameters, data: { train, test } }: FinishedRun): number {
  const points = train.dimension <= WHOLE_CUBE ? cube(train.dimension) : pointsOf(test);
  return largestError(referenceNetwork(config.model).outputs(weightsOf(parameters), points, pointsOf(train)), points);
}
