import {
  defineLoss,
  defineMetric,
  defineModel,
  defineOptimizer,
  type ExperimentInput,
  flatten,
  type Model,
  type ParameterValues,
  type RunEvent,
  type RunResult,
  z,
} from '@sharpness-lab/core';
import { expect, test } from 'vitest';
import { openBackend } from './backend.ts';
import { labWith, open } from './fixtures/lab.ts';
import { relativeError } from './fixtures/numbers.ts';

const ORDER = Int32Array.of(3, 0, 5, 1, 4);

/** Records the gradients that it gets, and does not move the parameters. */
function recorder(targets?: Float32Array) {
  const seen: { batch: { start: number; size: number }; loss: number; gradient: Float32Array }[] = [];
  const definition = defineOptimizer({
    name: 'recorder',
    summary: 'records gradients',
    options: z.object({}),
    create: () => ({
      start(problem) {
        const gradient = problem.vector();
        return (batch) => {
          problem.gradient(batch, problem.parameters, gradient, targets);
          seen.push({
            batch: { ...batch },
            loss: problem.lastLoss,
            gradient: (gradient as unknown as Float32Array).slice(),
          });
        };
      },
    }),
  });
  return { seen, definition };
}

/** f(x) = w tanh(W x + b), which no other engine knows. */
const tanhNetwork = defineModel({
  name: 'tanh-network',
  summary: 'two-layer tanh network',
  options: z.object({}),
  create: (): Model<'W' | 'b' | 'w' | 'unused'> => ({
    parameters: (dimension) => ({
      W: { shape: [8, dimension], layer: 1, fanIn: dimension },
      b: { shape: [8], layer: 1, fanIn: dimension },
      w: { shape: [8, 1], layer: 2, fanIn: 8 },
      unused: { shape: [2], layer: 2, fanIn: 8 },
    }),
    forward(tf, { W, b, w }, inputs) {
      return tf.reshape(tf.matMul(tf.tanh(tf.add(tf.matMul(inputs, W, false, true), b)), w), [-1]);
    },
  }),
});

const logCosh = defineLoss({
  name: 'log-cosh',
  summary: 'log cosh(f - y)',
  options: z.object({}),
  create: () => ({
    value: (f, y) => Math.log(Math.cosh(f - y)),
    firstDerivative: (f, y) => Math.tanh(f - y),
    secondDerivative: (f, y) => 1 - Math.tanh(f - y) ** 2,
  }),
});

const trainLoss = defineMetric({
  name: 'train-loss',
  summary: 'mean training loss',
  options: z.object({}),
  quantities: [{ name: 'train-loss', title: 'training loss', scale: 'log' }],
  create: () => ({ measure: (probe) => ({ 'train-loss': probe.meanLoss('train') }) }),
});

async function run(
  config: Partial<ExperimentInput>,
  plugins: Parameters<typeof labWith>[0] = [],
): Promise<{ result: RunResult; events: RunEvent[] }> {
  const lab = labWith(plugins);
  const events: RunEvent[] = [];
  const running = lab.run(lab.plan(lab.resolve(config)));
  for (;;) {
    const next = await running.next();
    if (next.done) return { result: next.value, events };
    events.push(next.value);
  }
}

/** Parameters after training epochs of these phases, always in the same order. */
async function trained(phases: readonly object[]): Promise<ParameterValues> {
  const { session, experiment, data } = await open({
    phases: phases.map((phase) => ({ optimizer: { name: 'sgd', momentum: 0.9 }, batchSize: 2, epochs: 1, ...phase })),
  });
  const order = Int32Array.from({ length: data.train.size }, (_, i) => i);
  experiment.phases.forEach(({ config: { epochs } }, phase) => {
    session.startPhase(phase);
    for (let epoch = 0; epoch < epochs; epoch++) session.epoch(order, epoch / epochs);
  });
  session.close();
  return session.parameters();
}

test('an epoch cuts its order into batches, and each gradient is that of its samples', async () => {
  const { seen, definition } = recorder();
  const { session, data, specs, experiment } = await open(
    { phases: [{ optimizer: 'recorder', epochs: 1, batchSize: 2 }] },
    { plugins: [definition] },
  );
  session.startPhase(0);
  expect(session.epoch(ORDER, 0)).toBe(3);
  expect(seen.map(({ batch }) => batch)).toEqual([
    { start: 0, size: 2 },
    { start: 2, size: 2 },
    { start: 4, size: 1 },
  ]);

  // The full gradient is the mean of the gradients of single samples.
  session.epoch(Int32Array.of(0, 1, 2, 3, 4, 5), 0);
  const mean = seen
    .slice(3)
    .reduce(
      (sum, { gradient }) => sum.map((value, k) => value + (gradient[k] as number) / 3),
      new Float64Array(seen[0]?.gradient.length ?? 0),
    );
  expect(relativeError(mean, flatten(specs, session.gradient()))).toBeLessThan(1e-6);

  const outputs = session.outputs(data.train);
  const losses = [...ORDER].map((i) => experiment.loss.value(outputs[i] as number, data.train.targets[i] as number));
  expect(seen[0]?.loss).toBeCloseTo(((losses[0] as number) + (losses[1] as number)) / 2, 6);
  expect(seen[2]?.loss).toBeCloseTo(losses[4] as number, 6);
  session.close();
});

test('a gradient can be taken with other targets, by position within the batch', async () => {
  const { seen, definition } = recorder(Float32Array.of(7, -7));
  const { session, data, experiment } = await open(
    { phases: [{ optimizer: 'recorder', epochs: 1, batchSize: 2 }] },
    { plugins: [definition] },
  );
  session.startPhase(0);
  session.epoch(Int32Array.of(4, 2), 0);
  const outputs = session.outputs(data.train);
  const expected =
    (experiment.loss.value(outputs[4] as number, 7) + experiment.loss.value(outputs[2] as number, -7)) / 2;
  expect(seen[0]?.loss).toBeCloseTo(expected, 4);
  session.close();
});

test.each(['cpu', 'wasm'])('a model and a loss of the user’s own train on %s', async (backend) => {
  const { result, events } = await run(
    {
      model: 'tanh-network',
      loss: 'log-cosh',
      metrics: ['train-loss'],
      engine: { name: 'tfjs', backend },
      phases: [{ optimizer: { name: '1-sam', rho: 0.01, base: { name: 'sgd', learningRate: 0.1 } }, epochs: 60 }],
    },
    [tanhNetwork, logCosh, trainLoss],
  );
  const [first] = events.flatMap((event) => (event.type === 'measured' ? [event.values['train-loss'] as number] : []));
  expect(result.status).toBe('completed');
  expect(result.final.values['train-loss']).toBeLessThan((first as number) / 3);
});

test('parameters that the output does not depend on have gradient zero', async () => {
  const { session, initial } = await open({ model: 'tanh-network' }, { plugins: [tanhNetwork] });
  expect(session.gradient().unused).toEqual(Float32Array.of(0, 0));
  expect(session.hessianVectorProduct?.(initial).unused).toEqual(Float32Array.of(0, 0));
  session.close();
});

test('a run whose loss leaves the finite numbers ends as diverged, with the step', async () => {
  const phases = [{ optimizer: { name: 'sgd', learningRate: 1e6 }, epochs: 50 }];
  const { result } = await run({ model: 'tanh-network', engine: 'tfjs', phases }, [tanhNetwork]);
  expect(result.status).toBe('diverged');
  expect(result.divergedAtStep).toBe(result.steps + 1);
  expect(result.epochs).toBeLessThan(50);
});

test('optimizer state goes on into a phase that keeps it, and starts at zero otherwise', async () => {
  const whole = await trained([{ epochs: 2 }]);
  expect(await trained([{}, { keepState: true }])).toEqual(whole);
  expect(await trained([{}, {}])).not.toEqual(whole);
});

test('training leaves the start’s own arrays alone, and hands out copies', async () => {
  const { session, initial } = await open({});
  const before = structuredClone(initial);
  const handedOut = session.parameters();
  session.startPhase(0);
  session.epoch(Int32Array.of(0, 1, 2, 3, 4, 5), 0);
  expect(initial).toEqual(before);
  expect(handedOut).toEqual(before);
  expect(session.parameters()).not.toEqual(before);
  session.close();
});

test('outputs of many samples come in chunks', async () => {
  const { session, data } = await open({});
  const times = 500;
  const many = {
    ...data.test,
    size: times * data.test.size,
    inputs: Float32Array.from(
      { length: times * data.test.inputs.length },
      (_, i) => data.test.inputs[i % data.test.inputs.length] as number,
    ),
  };
  const few = session.outputs(data.test);
  const outputs = session.outputs(many);
  expect(outputs).toHaveLength(many.size);
  expect(
    relativeError(
      outputs,
      Float32Array.from(outputs, (_, i) => few[i % few.length] as number),
    ),
  ).toBeLessThan(1e-6);
  session.close();
});

test.each(['cpu', 'wasm'])('no tensor outlives its use on %s', async (backend) => {
  const { tf } = await openBackend('cpu');
  const count = () => tf.memory().numTensors;
  const start = count();
  for (const name of ['2-mlp-no-bias', '2-mlp-bias', '2-mlp-sim-bn', '2-mlp-sim-ln']) {
    const { session, data, initial } = await open({
      model: { name, width: 4 },
      engine: { name: 'tfjs', backend },
      phases: [{ optimizer: 'sam', epochs: 1, batchSize: 2 }],
    });
    const opened = count();
    session.startPhase(0);
    for (let epoch = 0; epoch < 3; epoch++) session.epoch(Int32Array.of(0, 1, 2, 3, 4, 5), 0);
    session.outputs(data.test);
    session.gradient();
    session.hessianVectorProduct?.(initial);
    expect(count()).toBe(opened);
    session.close();
  }
  expect(count()).toBe(start);
});
