import {
  createLab,
  defineOptimizer,
  fromUpdate,
  type Optimizer,
  pluginModule,
  type ReferenceInput,
  reference,
  rootStream,
  z,
} from '@sharpness-lab/core';
import { ToyProblem } from '@sharpness-lab/core/testing';
import { describe, expect, test } from 'vitest';
import { firstNoisyTarget, gradientAt, samStepByHand, stepByHand } from '../fixtures/by-hand.ts';
import * as plugins from '../plugins.ts';

/** Gradient descent on whole training sets only. */
const choosy = defineOptimizer({
  name: 'choosy',
  summary: 'gradient descent that refuses batches',
  options: z.object({}),
  create: () => ({
    ...fromUpdate((problem) => (gradient) => problem.axpy(-0.1, gradient, problem.parameters)),
    refuses: ({ batchSize, trainSize }) => (batchSize === trainSize ? undefined : 'requires the whole training set'),
  }),
});

const { registry } = createLab([
  {
    origin: { name: 'optimizers', version: '0' },
    module: pluginModule([...Object.values(plugins), choosy]),
  },
]);
const create = (input: ReferenceInput): Optimizer =>
  registry.create(registry.resolve(reference('optimizer').parse(input)));

const base = { name: 'sgd', learningRate: 0.1 };

test('the perturbed gradient on the toy loss is the published test value', () => {
  const [w1, w2] = samStepByHand(1, 0.1);
  expect(1.5 - w1).toBeCloseTo(2.548433, 6);
  expect(1.2 - w2).toBeCloseTo(3.115476, 6);
});

describe('sgd', () => {
  test('momentum and weight decay follow the recurrence v <- mu v + g + lambda w, w <- w - lr v', () => {
    const [learningRate, momentum, weightDecay] = [0.03, 0.8, 0.1];
    const problem = new ToyProblem();
    const step = create({ name: 'sgd', learningRate, momentum, weightDecay }).start(problem);
    let [w1, w2, v1, v2] = [1.5, 1.2, 0, 0];
    for (let k = 0; k < 12; k++) {
      step({ start: 0, size: 1 });
      const [g1, g2] = gradientAt(w1, w2, 1);
      v1 = momentum * v1 + g1 + weightDecay * w1;
      v2 = momentum * v2 + g2 + weightDecay * w2;
      w1 -= learningRate * v1;
      w2 -= learningRate * v2;
    }
    expect(problem.weights[0]).toBeCloseTo(w1, 12);
    expect(problem.weights[1]).toBeCloseTo(w2, 12);
  });

  test('a scheduled learning rate takes the value at the present progress', () => {
    const problem = new ToyProblem();
    const step = create({ name: 'sgd', learningRate: { name: 'linear', from: 0.1, to: 0.3 } }).start(problem);
    problem.progress = 0.5;
    step({ start: 0, size: 1 });
    expect(problem.weights[0]).toBeCloseTo(1.5 - 0.2 * 1.92, 12);
  });
});

/** The parameters after eight steps through the toy problem's samples. */
const walk = (input: ReferenceInput, size: number) => {
  const problem = new ToyProblem();
  const step = create(input).start(problem);
  for (let k = 0; k < 8; k++) step({ start: (k * size) % 4, size });
  return problem.weights;
};

describe('sam', () => {
  test.each([{ learningRate: 0.05 }, { learningRate: 0.05, momentum: 0.9, weightDecay: 0.1 }])(
    'rho = 0 is the base optimizer bit for bit, with slices too: %o',
    (options) => {
      const plain = { name: 'sgd', ...options };
      for (const size of [1, 2, 4]) {
        const expected = walk(plain, size);
        expect(walk({ name: 'sam', rho: 0, base: plain }, size)).toEqual(expected);
        expect(walk({ name: 'sam', rho: 0, m: 1, base: plain }, size)).toEqual(expected);
        if (size === 1) expect(walk({ name: '1-sam', rho: 0, base: plain }, size)).toEqual(expected);
      }
    },
  );

  test('1-sam is sam at batch size 1', () => {
    expect(walk({ name: '1-sam', rho: 0.2, base }, 1)).toEqual(walk({ name: 'sam', rho: 0.2, base }, 1));
  });

  test('slices perturb by their own gradients and average by their sizes', () => {
    const [rho, learningRate] = [0.3, 0.1];
    const targets = [1, 0.5, 1.5];
    const slices = [[1, 0.5], [1.5]];
    const [w1, w2] = [1.5, 1.2];
    const mean = (ys: readonly number[], a: number, b: number) =>
      [0, 1].map((k) => ys.reduce((sum, y) => sum + (gradientAt(a, b, y)[k] as number), 0) / ys.length);
    const total = [0, 0];
    for (const slice of slices) {
      const [g1 = 0, g2 = 0] = mean(slice, w1, w2);
      const norm = Math.hypot(g1, g2);
      const perturbed = mean(slice, w1 + (rho * g1) / norm, w2 + (rho * g2) / norm);
      for (const k of [0, 1])
        total[k] = (total[k] as number) + ((perturbed[k] as number) * slice.length) / targets.length;
    }
    const problem = new ToyProblem();
    create({ name: 'sam', rho, m: 2, base: { name: 'sgd', learningRate } }).start(problem)({ start: 0, size: 3 });
    expect(problem.weights[0]).toBeCloseTo(w1 - learningRate * (total[0] as number), 12);
    expect(problem.weights[1]).toBeCloseTo(w2 - learningRate * (total[1] as number), 12);
  });

  test('weight decay acts on the unperturbed weights', () => {
    const problem = new ToyProblem();
    const decayed = { name: 'sgd', learningRate: 0.1, weightDecay: 0.5 };
    create({ name: 'sam', rho: 0.1, base: decayed }).start(problem)({ start: 0, size: 1 });
    const [w1, w2] = samStepByHand(0.1, 0.1);
    expect(problem.weights[0]).toBeCloseTo(w1 - 0.1 * 0.5 * 1.5, 12);
    expect(problem.weights[1]).toBeCloseTo(w2 - 0.1 * 0.5 * 1.2, 12);
  });

  test('cannot wrap an optimizer that takes several gradients, and says so', () => {
    expect(() => create({ name: 'sam', base: 'sam' })).toThrow(
      'optimizer "sam" cannot be the base of SAM: its step is not a function of one gradient; use one such as "sgd"',
    );
  });
});

describe('label-noise-sgd', () => {
  test.each([{ learningRate: 0.05 }, { learningRate: 0.05, momentum: 0.9, weightDecay: 0.1 }])(
    'without noise is the base optimizer bit for bit: %o',
    (options) => {
      const plain = { name: 'sgd', ...options };
      for (const size of [1, 2, 4]) {
        expect(walk({ name: 'label-noise-sgd', sigma: 0, base: plain }, size)).toEqual(walk(plain, size));
      }
    },
  );

  // Var y_i' = sigma^2 + 4 q (1 - q) y_i^2 and E y_i' = (1 - 2 q) y_i, and the step is linear in the targets.
  test.each([
    { sigma: 0.3, flipProbability: 0 },
    { sigma: 0, flipProbability: 0.2 },
    { sigma: 0.3, flipProbability: 0.2 },
  ])('mean and variance of the step are those of its targets: %o', ({ sigma, flipProbability: q }) => {
    const steps = 20_000;
    const targets = [1, 0.5, 1.5];
    const size = targets.length;
    const problem = new ToyProblem();
    const step = create({ name: 'label-noise-sgd', sigma, flipProbability: q, base }).start(problem);
    const start = problem.vector();
    problem.copy(problem.parameters, start);
    const moves = Array.from({ length: steps }, () => {
      problem.copy(start, problem.parameters);
      step({ start: 0, size });
      return problem.weights.map((w, k) => w - (k === 0 ? 1.5 : 1.2)) as [number, number];
    });
    for (const k of [0, 1] as const) {
      const other = k === 0 ? 1.2 : 1.5;
      const expectedMean = targets.reduce((sum, y) => sum - (0.1 * gradientAt(1.5, 1.2, (1 - 2 * q) * y)[k]) / size, 0);
      const expectedVariance = targets.reduce(
        (sum, y) => sum + ((0.1 * 2 * other) / size) ** 2 * (sigma ** 2 + 4 * q * (1 - q) * y ** 2),
        0,
      );
      const mean = moves.reduce((sum, move) => sum + move[k], 0) / steps;
      const moment = (power: number) => moves.reduce((sum, move) => sum + (move[k] - expectedMean) ** power, 0) / steps;
      const variance = moment(2);
      expect(Math.abs(mean - expectedMean)).toBeLessThan(4 * Math.sqrt(expectedVariance / steps));
      expect(Math.abs(variance - expectedVariance)).toBeLessThan(4 * Math.sqrt((moment(4) - variance ** 2) / steps));
    }
  });

  test('draws a sign a sample, and a uniform number behind it where targets may flip', () => {
    for (const flipProbability of [0, 0.5]) {
      const problem = new ToyProblem();
      const step = create({ name: 'label-noise-sgd', flipProbability, base }).start(problem);
      step({ start: 0, size: 3 });
      step({ start: 3, size: 1 });
      const expected = rootStream(0).child('label noise');
      for (let sample = 0; sample < 4; sample++) {
        expected.sign();
        if (flipProbability > 0) expected.uniform();
      }
      expect(problem.stream('label noise').state).toEqual(expected.state);
    }
  });

  test('a batch larger than the first has targets for all of its samples', () => {
    const problem = new ToyProblem();
    const step = create({ name: 'label-noise-sgd', sigma: 0, base }).start(problem);
    const plain = new ToyProblem();
    const plainStep = create(base).start(plain);
    for (const size of [1, 4, 2]) {
      step({ start: 0, size });
      plainStep({ start: 0, size });
    }
    expect(problem.weights).toEqual(plain.weights);
  });

  test('a scheduled sigma takes the value at the present progress', () => {
    const problem = new ToyProblem();
    const sigma = { name: 'linear', from: 0.4, to: 0 };
    const step = create({ name: 'label-noise-sgd', sigma, base }).start(problem);
    problem.progress = 0.5;
    step({ start: 0, size: 1 });
    const [w1, w2] = stepByHand(0.1, firstNoisyTarget(0.2));
    expect(problem.weights[0]).toBeCloseTo(w1, 12);
    expect(problem.weights[1]).toBeCloseTo(w2, 12);
  });

  test('cannot wrap an optimizer that takes several gradients, nor be wrapped, and says so', () => {
    expect(() => create({ name: 'label-noise-sgd', base: 'sam' })).toThrow(
      'optimizer "sam" cannot be the base of label-noise-sgd: its step is not a function of one gradient',
    );
    expect(() => create({ name: 'sam', base: 'label-noise-sgd' })).toThrow(
      'optimizer "label-noise-sgd" cannot be the base of SAM: its step is not a function of one gradient',
    );
  });
});

test.each(['sam', 'label-noise-sgd'])('%s refuses the settings that its base refuses', (name) => {
  const optimizer = create({ name, base: 'choosy' });
  expect(optimizer.refuses?.({ batchSize: 2, trainSize: 4 })).toBe('requires the whole training set');
  expect(optimizer.refuses?.({ batchSize: 4, trainSize: 4 })).toBeUndefined();
});
