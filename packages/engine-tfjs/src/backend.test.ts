import { defineModel, type Model, z } from '@sharpness-lab/core';
import { afterEach, expect, test, vi } from 'vitest';
import manifest from '../package.json' with { type: 'json' };
import { openBackend } from './backend.ts';
import { labWith, open } from './fixtures/lab.ts';

/** A model of one weight a coordinate with this forward pass. */
function modelWith(forward: Model<'w'>['forward']) {
  return defineModel({
    name: 'odd',
    summary: 'an odd model',
    options: z.object({}),
    create: (): Model<'w'> => ({ parameters: (d) => ({ w: { shape: [d, 1], layer: 1, fanIn: d } }), forward }),
  });
}

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

test.each(['cpu', 'wasm'] as const)('%s starts and computes without a word', async (name) => {
  const writers = [
    vi.spyOn(process.stdout, 'write'),
    vi.spyOn(process.stderr, 'write'),
    ...(['log', 'info', 'warn', 'error'] as const).map((method) => vi.spyOn(console, method)),
  ];
  const { tf, run } = await openBackend(name);
  expect(run(() => tf.add(1, 2).dataSync()[0])).toBe(3);
  for (const writer of writers) expect(writer).not.toHaveBeenCalled();
});

test.each(['node', 'node-gpu'] as const)('without its package, %s says how to install it', async (name) => {
  await expect(openBackend(name)).rejects.toMatchObject({
    name: 'LabError',
    kind: 'engine',
    message: expect.stringContaining(
      `"npm install @tensorflow/tfjs-${name}@${manifest.peerDependencies[`@tensorflow/tfjs-${name}`]}" on Node 22 or older`,
    ),
  });
});

test('an experiment on a Node that the native packages do not work on is refused when it is planned', () => {
  const lab = labWith();
  const planned = (backend: string) => () =>
    lab.plan(lab.resolve({ engine: { name: 'tfjs', backend }, phases: [{ optimizer: 'sgd', epochs: 1 }] }));
  vi.stubGlobal('process', { versions: { node: '24.1.0' } });
  expect(planned('node-gpu')).toThrow('engine "tfjs": backend "node-gpu" needs Node 22 or older, this is Node 24.1.0');
  expect(planned('wasm')().engine.plan.paths).toEqual(['autodiff/wasm']);
  vi.stubGlobal('process', { versions: { node: '22.12.0' } });
  expect(planned('node')().engine.plan.paths).toEqual(['autodiff/node']);
});

test.each([
  ['in the forward pass', 'Einsum', modelWith((tf, { w }, inputs) => tf.einsum('ij,jk->i', inputs, w) as never)],
  [
    'for the gradient only',
    'UnsortedSegmentSum',
    modelWith((tf, { w }, inputs) =>
      tf.reshape(tf.matMul(inputs, tf.gather(w, tf.range(0, 3, 1, 'int32')) as never), [-1]),
    ),
  ],
])('an op that the backend lacks %s is named at the start', async (_where, op, model) => {
  const { tf } = await openBackend('wasm');
  const before = tf.memory().numTensors;
  await expect(
    open({ model: 'odd', engine: { name: 'tfjs', backend: 'wasm' } }, { plugins: [model] }),
  ).rejects.toMatchObject({
    name: 'LabError',
    kind: 'engine',
    message: `engine "tfjs": backend "wasm" has no op ${op}, which this model needs: take another backend`,
  });
  expect(tf.memory().numTensors).toBe(before);
});

test('an op that tfjs cannot differentiate is named at the start', async () => {
  const model = modelWith((tf, { w }, inputs) => tf.einsum('ij,jk->i', inputs, w) as never);
  await expect(
    open({ model: 'odd', engine: { name: 'tfjs', backend: 'cpu' } }, { plugins: [model] }),
  ).rejects.toMatchObject({
    name: 'LabError',
    message: 'engine "tfjs": tfjs has no gradient of op Einsum, which this model needs',
  });
});

test('outputs of the wrong shape are named at the start', async () => {
  const model = modelWith((tf, { w }, inputs) => tf.matMul(inputs, w as never) as never);
  await expect(open({ model: 'odd' }, { plugins: [model] })).rejects.toMatchObject({
    name: 'LabError',
    kind: 'plugin',
    message: 'model "odd" of in-code: expected outputs of shape [6], got [6,1]',
  });
});
