import { defineOptimizer, type Optimizer, rootStream, z } from '@sharpness-lab/core';
import { sam, sgd } from '@sharpness-lab/optimizers';
import { expect, test } from 'vitest';
import { openUniform } from './fixtures/lab.ts';

const SIZE = 6;
const ORDER = Int32Array.from({ length: SIZE }, (_, i) => i);

/** A session whose only phase runs an optimizer of the test's own. */
async function openWith(start: Optimizer['start']) {
  const optimizer = defineOptimizer({
    name: 'own',
    summary: 'for tests',
    options: z.object({}),
    create: () => ({ start }),
  });
  const phases = [{ optimizer: 'own', epochs: 1 }];
  const model = { name: '2-mlp-bias', width: 3 };
  const { session } = await openUniform({ model, phases }, SIZE, 2, [optimizer]);
  session.startPhase(0);
  return session;
}

test('there is memory for the vectors that an optimizer asks for at its start, and for no others', async () => {
  const session = await openWith((problem) => {
    problem.vector();
    problem.state('velocity');
    return () => problem.vector();
  });
  expect(() => session.epoch(ORDER, 0)).toThrow(
    /^optimizer "own" of \S+ failed: there is memory for the vectors that start asks for, and this is one more: ask for it in start/,
  );
});

test('only parameters have views', async () => {
  const session = await openWith((problem) => () => problem.view(problem.parameters, 'W3'));
  expect(() => session.epoch(ORDER, 0)).toThrow('no parameter "W3"');
});

test('only phases of the experiment can be started', async () => {
  const session = await openWith(() => () => {});
  expect(() => session.startPhase(1)).toThrow('no phase 1');
});

test('an optimizer’s random streams are children of the session’s', async () => {
  let drawn = 0;
  await openWith((problem) => {
    drawn = problem.stream('noise').uint32();
    return () => {};
  });
  expect(drawn).toBe(rootStream(1).child('noise').uint32());
});

test('its state holds the named parameters of every vector, without the padding, and goes on elsewhere', async () => {
  const open = () =>
    openWith((problem) => {
      const velocity = problem.state('velocity');
      return () => {
        problem.fill(velocity, 0.25);
        problem.axpy(1, velocity, problem.parameters);
      };
    });
  const session = await open();
  session.epoch(ORDER, 0);
  const state = session.state();
  expect(state.parameters).toEqual(session.parameters());
  expect(state.optimizer).toEqual({
    velocity: {
      W1: new Float32Array(6).fill(0.25),
      b1: new Float32Array(3).fill(0.25),
      W2: new Float32Array(3).fill(0.25),
    },
  });
  const other = await open();
  other.restore(state);
  expect(other.state()).toEqual(state);
});

test('measuring between epochs does not disturb training', async () => {
  const open = () =>
    openWith((problem) => {
      const gradient = problem.vector();
      return (batch) => {
        problem.gradient(batch, problem.parameters, gradient);
        problem.axpy(-0.1, gradient, problem.parameters);
      };
    });
  const [measured, left] = [await open(), await open()];
  for (let epoch = 0; epoch < 3; epoch++) {
    measured.epoch(ORDER, 0);
    left.epoch(ORDER, 0);
    measured.gradient();
    measured.outputs({ size: 1, dimension: 2, inputs: Float32Array.of(1, 2), targets: Float32Array.of(0) });
  }
  expect(measured.parameters()).toEqual(left.parameters());
});

const decaying = { name: 'sgd', learningRate: 0.05, weightDecay: 0.1 };

test.each([
  ['2-mlp-no-bias', 'slices', { name: 'sam', m: 1, rho: 0.1, base: decaying }],
  ['2-mlp-sim-ln', 'slices', { name: 'sam', m: 1, rho: 0.1, base: decaying }],
  ['2-mlp-bias', 'whole batches', decaying],
])('%s takes the same steps on %s fused and generic', async (name, _, optimizer) => {
  const weightsAfter = async (called: string) => {
    const phases = [{ optimizer: { ...optimizer, name: called }, batchSize: 11, epochs: 1 }];
    // The kernels do not know optimizers of other names.
    const further = [
      { ...sam, name: 'other-sam' },
      { ...sgd, name: 'other-sgd' },
    ];
    const { session, paths } = await openUniform({ model: { name, width: 30 }, phases }, 40, 7, further);
    session.startPhase(0);
    const order = Int32Array.from({ length: 40 }, (_, i) => (7 * i) % 40);
    for (let epoch = 0; epoch < 3; epoch++) expect(session.epoch(order, epoch / 3)).toBe(4);
    return { paths, weights: Object.values(session.parameters()).flatMap((values) => [...values]) };
  };
  const [fused, generic] = [await weightsAfter(optimizer.name), await weightsAfter(`other-${optimizer.name}`)];
  expect([fused.paths, generic.paths]).toEqual([['fused'], ['generic']]);
  const norm = (values: number[]) => Math.sqrt(values.reduce((sum, value) => sum + value * value, 0));
  const difference = fused.weights.map((value, k) => value - (generic.weights[k] as number));
  expect(norm(difference) / norm(generic.weights)).toBeLessThan(1e-5);
});
