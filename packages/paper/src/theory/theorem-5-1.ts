import { type Claim, decideByWorst, type FinishedRun, type LabelledValue, type Study } from '@sharpness-lab/studies';
import { constructedNets, lossOverPower, underKey, valuesOf } from './constructed.ts';
import { traceByDifferences } from './finite-differences.ts';
import { withoutOwnNeuron } from './memorization.ts';
import { rightFraction, unseen } from './off-training-set.ts';
import { leastRatio } from './pointwise-bound.ts';
import { squaredError } from './reference-losses.ts';
import { pointsOf, referenceNetwork, simLnNetwork, weightsOf } from './reference-networks.ts';
import { relativeError } from './relative-error.ts';
import { memorizingSettings } from './theorem-4-1.ts';

/** The least trace, while epsilon <= 2 sqrt(d + 1) |y|. */
const LEAST = 2;

const assertions = {
  interpolates: {
    id: 'theorem-5.1/interpolates',
    statement: 'The memorizing Sim-LN net interpolates its training set.',
    statistic: 'training loss over mean(y^2)',
    expected: { below: 1e-9 },
    why: 'single precision gives outputs to about 1e-6, whose square is the loss',
  },
  flattest: {
    id: 'theorem-5.1/flattest',
    statement: 'Its trace is the least possible, 2, as the engines measure it.',
    statistic: 'relative distance of hessian-trace to 2',
    expected: { below: 1e-4 },
    why: 'residuals of 1e-7 weigh little where the parameters are rounded to single precision',
  },
  byDifferences: {
    id: 'theorem-5.1/by-differences',
    statement: 'Its trace is 2 by finite differences of the loss.',
    statistic: 'relative distance of second differences to 2',
    expected: { below: 1e-4 },
    why: 'differences of doubles are right to about 1e-6',
  },
  lowerBound: {
    id: 'theorem-5.1/lower-bound',
    statement: "No Sim-LN network has ||grad f(x)||^2 below the smaller of 1 and 2 ||x'|| |f(x)| / epsilon.",
    statistic: 'least ||grad f(x)||^2 over that bound, random networks and inputs',
    expected: { above: 1 - 1e-5 },
    why: 'the bound of the trace is the mean of these; differences are right to about 1e-6',
  },
  memorizes: {
    id: 'theorem-5.1/memorizes',
    statement: 'The hidden activations of the training inputs are one-hot, each with a neuron of its own.',
    statistic: 'training samples without a neuron of their own',
    expected: { below: 0.5 },
    why: 'a number of samples; none may be left',
  },
  neverRight: {
    id: 'theorem-5.1/unseen',
    statement: 'The memorizing Sim-LN net is right at no point off its training set (proposition 5.1).',
    statistic: 'fraction of unseen points of a test set of 1000 with y f(x) > 0',
    expected: { below: 1e-9 },
    why: 'a fraction of points; none may be right',
  },
} satisfies Record<string, Claim>;

/**
 * Theorem 5.1 and proposition 5.1: a memorizing net of 2-MLP-Sim-LN that interpolates, is as flat as possible and does
 * not generalize.
 *
 * Source: Wen, Li, Ma, "Sharpness Minimization Algorithms Do Not Only Minimize Sharpness To Achieve Better
 * Generalization", 2023, arXiv:2307.11007, theorem 5.1 and proposition 5.1.
 */
export function theorem51(): Study {
  return {
    name: 'theorem-5.1',
    title: 'memorizing nets with simplified LayerNorm that are flattest',
    // No neurons to spare: at zero weights they stand on a kink, and ||h|| sees them.
    experiments: Object.assign(
      {},
      ...[1e-5, 0.1, 5].map((epsilon) =>
        underKey(
          `epsilon-${epsilon}`,
          constructedNets(
            'memorizing',
            ({ trainSize }) => ({ name: '2-mlp-sim-ln', width: trainSize, epsilon }),
            memorizingSettings,
          ),
        ),
      ),
    ),
    conclude: (runs) => ({
      claims: [
        decideByWorst(assertions.interpolates, valuesOf(runs, lossOverPower)),
        decideByWorst(
          assertions.flattest,
          valuesOf(runs, ({ final }) => relativeError(final['hessian-trace'], LEAST)),
        ),
        decideByWorst(
          assertions.byDifferences,
          valuesOf(runs, (run) => relativeError(differences(run), LEAST)),
        ),
        decideByWorst(assertions.lowerBound, lowerBoundValues()),
        decideByWorst(
          assertions.memorizes,
          valuesOf(runs, ({ parameters, data }) => withoutOwnNeuron(weightsOf(parameters), pointsOf(data.train))),
        ),
        decideByWorst(assertions.neverRight, valuesOf(runs, rightOffTrainingSet)),
      ],
      tables: [],
    }),
  };
}

function differences({ config, parameters, data }: FinishedRun): number {
  return traceByDifferences(referenceNetwork(config.model), weightsOf(parameters), data.train, squaredError);
}

function rightOffTrainingSet({ config, parameters, data }: FinishedRun): number {
  const points = unseen(pointsOf(data.test), data.train);
  const outputs = referenceNetwork(config.model).outputs(weightsOf(parameters), points, points);
  return rightFraction(outputs, points);
}

/** Epsilons at which many, some and no hidden norms are below it. */
function lowerBoundValues(): LabelledValue[] {
  return [8, 2, 0.1].flatMap((epsilon) =>
    [[1], [2], [6]].flatMap((widths) =>
      [0, 1, 2, 3].map((seed) =>
        leastRatio(
          {
            label: `epsilon ${epsilon}`,
            network: simLnNetwork(epsilon),
            widths,
            scale: 1,
            least: (output, x2) => Math.min(1, (2 * Math.sqrt(x2) * Math.abs(output)) / epsilon),
          },
          seed,
        ),
      ),
    ),
  );
}
