import { ofDifference } from '../accuracy.ts';
import { thresholds } from '../thresholds.ts';
import { experiment, oneSam } from './experiments.ts';
import type { Figure } from './figure.ts';
import type { RunsOfSeed } from './figure-claim.ts';
import { difference, metric, ratio } from './measured.ts';

/**
 * Training loss as a fraction of mean(y^2), the loss of f = 0, above which a network has not learned its training set.
 * Targets in the ball can be arbitrarily close to zero, so signs alone do not decide.
 */
const LEARNED = 0.1;

const comparison = { figures: ['fig7a', 'fig7b'], seeds: 5, objection: unlessLearned('fig7a', 'fig7b') } as const;

/** 100 samples uniform in the ball of radius sqrt(10) in 10 dimensions, with y = |x[1]| - |x[2]|. */
const ball = { name: 'uniform-ball', dimension: 10, trainSize: 100 } as const;

/** A target of real values on the uniform ball: the advantage of networks without bias is not about the hypercube. */
export const figure7: Figure = {
  name: 'fig7',
  panels: {
    fig7a: {
      title: 'uniform ball, two layers without bias, 1-SAM',
      training: {
        experiment: experiment('fig7a', '2-mlp-no-bias', [oneSam({ learningRate: 0.01, rho: 0.2, epochs: 100_000 })], {
          dataset: ball,
        }),
        quickEpochs: [10_000],
      },
    },
    fig7b: {
      title: 'uniform ball, two layers with bias, 1-SAM',
      training: {
        experiment: experiment('fig7b', '2-mlp-bias', [oneSam({ learningRate: 0.01, rho: 0.2, epochs: 100_000 })], {
          dataset: ball,
        }),
        quickEpochs: [10_000],
      },
    },
  },
  claims: [
    {
      ...comparison,
      id: 'fig7a/lower-test-loss-than-with-bias',
      statement: 'On the uniform ball, 1-SAM generalizes much better without bias than with it.',
      statistic: 'test loss over fig7b’s',
      expected: { below: 0.5 },
      why: 'much better: at most half the loss',
      value: ratio(metric('test-loss', 'fig7a'), metric('test-loss', 'fig7b')),
    },
    {
      ...comparison,
      id: 'fig7b/lower-accuracy-than-without-bias',
      statement: 'On the uniform ball, 1-SAM with bias gets the signs of fewer new targets right than without.',
      statistic: 'test accuracy minus fig7a’s',
      range: ofDifference,
      expected: { below: -thresholds.gap },
      why: 'the gap that counts as worse elsewhere',
      value: difference(metric('test-accuracy', 'fig7b'), metric('test-accuracy', 'fig7a')),
    },
  ],
};

function unlessLearned(...figures: readonly string[]): (runs: RunsOfSeed) => string | undefined {
  return (runs) => {
    for (const figure of figures) {
      const { final, data } = runs(figure);
      const { targets } = data.train;
      const power = targets.reduce((sum, y) => sum + y * y, 0) / targets.length;
      const loss = final['train-loss'];
      if (loss !== undefined && loss > LEARNED * power) {
        return `${figure} has training loss ${loss.toPrecision(3)} (f = 0: ${power.toPrecision(3)}), not learned`;
      }
    }
    return undefined;
  };
}
