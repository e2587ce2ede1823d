import { createHash } from 'node:crypto';
import { rootStream } from '@sharpness-lab/core';
import { expect, test } from 'vitest';
import { modelNames, openUniform } from './fixtures/lab.ts';

/*
 * The first 16 digits of the SHA-256 of the parameters after ten epochs, per kernel family. They hold on every machine,
 * in Node and in browsers. A change that alters them on purpose gets new ones.
 */
const BITS: Record<string, string> = {
  '2-mlp-no-bias, fused': '84c127b9be7a5dfd',
  '2-mlp-no-bias, generic, one sample': '903e18abd3a07d00',
  '2-mlp-no-bias, generic, batches': '78665a9f2540932d',
  '2-mlp-bias, fused': '26eece6b29b22794',
  '2-mlp-bias, generic, one sample': 'f96eb37941b0ff39',
  '2-mlp-bias, generic, batches': '55e50d37aafc9463',
  '2-mlp-sim-bn, fused': '2b90cecfafd11fc4',
  '2-mlp-sim-bn, generic, one sample': 'dea9937fb2172be3',
  '2-mlp-sim-bn, generic, batches': 'f2a58e6506f3bfbc',
  '2-mlp-sim-ln, fused': 'f960192a8bea480d',
  '2-mlp-sim-ln, generic, one sample': '4dfd84a09642fbcf',
  '2-mlp-sim-ln, generic, batches': '7af2f3c98ec7ff7f',
  '2-mlp-softplus, fused': 'bf13874ee72e6096',
  '2-mlp-softplus, generic, one sample': '5c956fb3abf99436',
  '2-mlp-softplus, generic, batches': '06cb5af58565f441',
  'mlp-bias, fused': '89f8314779d81af1',
  'mlp-bias, generic, one sample': '5fc99e91957749b6',
  'mlp-bias, generic, batches': 'a31aaf21d3c97ffb',
};

const phases = {
  fused: { optimizer: { name: '1-sam', base: { name: 'sgd', learningRate: 0.01 } } },
  'generic, one sample': {
    optimizer: { name: 'sam', base: { name: 'sgd', learningRate: 0.01, momentum: 0.5, weightDecay: 0.01 } },
  },
  'generic, batches': { optimizer: { name: 'sam', base: { name: 'sgd', learningRate: 0.01 } }, batchSize: 7 },
};

const models = [...modelNames.map((name) => ({ name, width: 37 })), { name: 'mlp-bias', widths: [37, 29, 11] }];
const cases = models.flatMap((model) =>
  Object.entries(phases).map(([path, phase]) => ({ model, path, phase, name: `${model.name}, ${path}` })),
);

test.each(cases)('$name', async ({ model, path, phase, name }) => {
  const { session, paths } = await openUniform({ model, phases: [{ ...phase, epochs: 10 }] }, 29, 11);
  expect(paths).toEqual([path.startsWith('fused') ? 'fused' : 'generic']);
  const order = Int32Array.from({ length: 29 }, (_, i) => i);
  const stream = rootStream(1);
  session.startPhase(0);
  for (let epoch = 0; epoch < 10; epoch++) {
    stream.shuffle(order);
    session.epoch(order, epoch / 10);
  }
  const hash = createHash('sha256');
  for (const values of Object.values(session.parameters())) hash.update(values);
  expect(hash.digest('hex').slice(0, 16)).toBe(BITS[name]);
});
