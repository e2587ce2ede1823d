import { type Claim, decideByWorst, type FinishedRun, type Study } from '@sharpness-lab/studies';
import { valuesOf } from './constructed.ts';
import { cube, rightFraction, unseen } from './off-training-set.ts';
import { pointsOf, reluNetwork, weightsOf } from './reference-networks.ts';
import { memorizingNets } from './theorem-4-1.ts';

/** The largest dimension at which all points of {-1, 1}^d are checked. */
const WHOLE_CUBE = 12;

const neverRight: Claim = {
  id: 'proposition-4.1/unseen',
  statement: 'The memorizing net is right at no point off its training set.',
  statistic: 'fraction of unseen points with y f(x) > 0, on the whole cube or a test set of 1000',
  expected: { below: 1e-9 },
  why: 'a fraction of points; none may be right',
};

const populationError: Claim = {
  id: 'proposition-4.1/error',
  statement: 'Its error on P_xor is 1 - n / 2^d.',
  statistic: '|error on the whole cube - (1 - n / 2^d)|',
  expected: { below: 1e-9 },
  why: 'both are whole numbers of points over 2^d',
};

/**
 * Proposition 4.1: the flattest memorizing net of theorem 4.1 has error 1 - n / 2^d on P_xor. For small d all points
 * are checked, otherwise the test set. Source: Wen, Li, Ma, "Sharpness Minimization Algorithms Do Not Only Minimize
 * Sharpness To Achieve Better Generalization", 2023, arXiv:2307.11007, proposition 4.1.
 */
export function proposition41(): Study {
  return {
    name: 'proposition-4.1',
    title: 'the flattest memorizing net does not generalize',
    experiments: memorizingNets,
    conclude: (runs) => ({
      claims: [
        decideByWorst(neverRight, valuesOf(runs, rightOffTrainingSet)),
        decideByWorst(populationError, valuesOf(Object.values(runs).filter(isSmall), distanceOfError)),
      ],
      tables: [],
    }),
  };
}

function isSmall({ data }: FinishedRun): boolean {
  return data.train.dimension <= WHOLE_CUBE;
}

function rightOffTrainingSet(run: FinishedRun): number {
  const { train, test } = run.data;
  const points = unseen(isSmall(run) ? cube(train.dimension) : pointsOf(test), train);
  const outputs = reluNetwork.outputs(weightsOf(run.parameters), points, points);
  return rightFraction(outputs, points);
}

function distanceOfError(run: FinishedRun): number {
  const { size, dimension } = run.data.train;
  const points = cube(dimension);
  const error = 1 - rightFraction(reluNetwork.outputs(weightsOf(run.parameters), points, points), points);
  return Math.abs(error - (1 - size / points.length));
}
