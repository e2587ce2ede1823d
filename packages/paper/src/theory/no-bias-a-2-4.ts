import { type Claim, decideByWorst, type FinishedRun, type LabelledValue, type Study } from '@sharpness-lab/studies';
import { generalizingNoBiasNet } from '../constructions/generalizing.ts';
import { type ConstructionSetting, constructedNets, valuesOf } from './constructed.ts';
import { traceByDifferences } from './finite-differences.ts';
import { cube, largestError } from './off-training-set.ts';
import { squaredError } from './reference-losses.ts';
import { pointsOf, reluNetwork, weightsOf } from './reference-networks.ts';
import { relativeError } from './relative-error.ts';

const settings: readonly ConstructionSetting[] = [
  { dimension: 4, trainSize: 8, seed: 0 },
  { dimension: 9, trainSize: 20, seed: 1 },
  { dimension: 12, trainSize: 30, seed: 2 },
  { dimension: 30, trainSize: 30, seed: 3 },
];

/** The largest dimension at which all points of {-1, 1}^d are checked. */
const WHOLE_CUBE = 12;

const assertions = {
  exact: {
    id: 'a.2.4/exact',
    statement: 'The four-neuron net without bias equals x[1] x[2] on the hypercube.',
    statistic: 'max |f(x) - x[1] x[2]| on the whole cube, or a test set of 1000',
    expected: { below: 1e-5 },
    why: 'the parameters are rounded to single precision',
  },
  engines: {
    id: 'a.2.4/engines',
    statement: 'Balanced, its trace is close to 4 sqrt(2 d), as the engines measure it.',
    statistic: 'relative distance of hessian-trace to 4 sqrt(2 d)',
    expected: { below: 0.01 },
    why: 'the net stands off its kinks by e = 1e-3',
  },
  approaches: {
    id: 'a.2.4/approaches',
    statement: 'Its trace tends to 4 sqrt(2 d) with the distance e to the kinks.',
    statistic: 'relative distance of second differences to 4 sqrt(2 d), over e',
    expected: { below: 3 },
    why: 'both layers depart from their balance by a multiple of e',
  },
} satisfies Record<string, Claim>;

/**
 * The network of appendix A.2.4: without bias, exact on the hypercube for any e > 0, with a trace that tends to
 * 4 sqrt(2 d) as e goes to 0, which is above the lower bound 4 sqrt(d).
 *
 * Source: Wen, Li, Ma, "Sharpness Minimization Algorithms Do Not Only Minimize Sharpness To Achieve Better
 * Generalization", 2023, arXiv:2307.11007, appendix A.2.4.
 */
export function noBiasA24(): Study {
  return {
    name: 'a.2.4',
    title: 'the exact net without bias',
    experiments: constructedNets('generalizing', () => ({ name: '2-mlp-no-bias', width: 6 }), settings),
    conclude: (runs) => ({
      claims: [
        decideByWorst(assertions.exact, valuesOf(runs, error)),
        decideByWorst(
          assertions.engines,
          valuesOf(runs, ({ final, data }) => relativeError(final['hessian-trace'], limit(data.train.dimension))),
        ),
        decideByWorst(assertions.approaches, Object.values(runs).flatMap(distances)),
      ],
      tables: [],
    }),
  };
}

const limit = (dimension: number) => 4 * Math.sqrt(2 * dimension);

function error({ parameters, data }: FinishedRun): number {
  const { dimension } = data.train;
  const points = dimension <= WHOLE_CUBE ? cube(dimension) : pointsOf(data.test);
  return largestError(reluNetwork.outputs(weightsOf(parameters), points, points), points);
}

function distances({ data: { train } }: FinishedRun): LabelledValue[] {
  return [0.1, 0.03, 0.01].map((e) => {
    const weights = weightsOf(generalizingNoBiasNet(train.dimension, e));
    const trace = traceByDifferences(reluNetwork, weights, train, squaredError);
    return { label: `d = ${train.dimension}, e = ${e}`, value: relativeError(trace, limit(train.dimension)) / e };
  });
}
