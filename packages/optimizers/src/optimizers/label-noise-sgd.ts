import { defineOptimizer, scheduled, z } from '@sharpness-lab/core';
import { baseOption, createBase } from './base-optimizer.ts';

/**
 * SGD with label noise: in every step each sample of the batch gets a fresh noisy target,
 *
 *     y_i' = s_i y_i + e_i,    s_i = -1 with probability flipProbability, else 1,    e_i = +-sigma, 1/2 each,
 *
 * and the base optimizer moves by the gradient of the mean loss at these targets. For the squared error and s_i = 1 the
 * gradient is that of the batch plus noise of mean zero, -(2 / |B|) sum_i e_i grad f(x_i), which does not vanish where
 * the network interpolates. sigma = flipProbability = 0 is the base optimizer exactly.
 *
 * Random numbers, from the stream `label noise`, sample by sample in the order of the batch: the sign of e_i, then, if
 * flipProbability > 0, one uniform number for s_i.
 *
 * Source: Blanc, Gupta, Valiant, Valiant, "Implicit regularization for deep neural networks driven by an
 * Ornstein-Uhlenbeck like process", 2019, arXiv:1904.09080; Damian, Ma, Lee, "Label Noise SGD Provably Prefers Flat
 * Global Minimizers", 2021, arXiv:2106.06530, algorithms 1 (e_i) and 2 (s_i).
 */
export default defineOptimizer({
  name: 'label-noise-sgd',
  summary: 'SGD with fresh noise on the targets in every step, wrapping a base optimizer',
  options: z.object({
    sigma: scheduled(z.number().min(0)).default(0.1).describe('size of the noise added to a target, or a schedule'),
    flipProbability: z.number().min(0).max(1).default(0).describe('probability that the sign of a target is flipped'),
    base: baseOption('the optimizer that moves by the gradient at the noisy targets'),
  }),
  create({ sigma, flipProbability, base }, plugins) {
    const size = plugins.schedule(sigma);
    const inner = createBase(base, 'label-noise-sgd', plugins);
    return {
      refuses: (setting) => inner.refuses?.(setting),
      start(problem) {
        const move = inner.update(problem);
        const gradient = problem.vector();
        const stream = problem.stream('label noise');
        // No later batch is larger than the first one.
        let targets = new Float32Array();
        return (batch) => {
          const sigmaNow = size(problem.progress);
          if (targets.length < batch.size) targets = new Float32Array(batch.size);
          problem.readTargets(batch, targets);
          for (let k = 0; k < batch.size; k++) {
            const noise = sigmaNow * stream.sign();
            const flipped = flipProbability > 0 && stream.uniform() < flipProbability;
            targets[k] = (flipped ? -1 : 1) * (targets[k] as number) + noise;
          }
          problem.gradient(batch, problem.parameters, gradient, targets);
          move(gradient);
        };
      },
    };
  },
});
