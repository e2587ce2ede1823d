import { execFileSync } from 'node:child_process';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, test } from 'vitest';

/*
 * The bundles that the build makes of TensorFlow.js, each test in a process of its own, because all copies of tfjs in a
 * process share their ops.
 */
const root = resolve(import.meta.dirname, '../..');
const built = (path: string) => pathToFileURL(resolve(root, 'dist', path)).href;

/** What a module prints to standard output; anything else that it prints is an error. */
function printed(module: string): string {
  const program = `console.warn = console.error = (text) => { throw new Error(text); };\n${module}`;
  return execFileSync(process.execPath, ['--input-type=module', '--eval', program], { cwd: root, encoding: 'utf8' });
}

/** Values and derivatives of a network with transcendental functions, on both backends. */
const numbers = (imports: string) =>
  printed(`
    ${imports}
    tf.enableProdMode();
    const values = Float32Array.from({ length: 60 }, (_, i) => ((i * 37) % 61) / 30 - 1);
    for (const backend of ['cpu', 'wasm']) {
      await tf.setBackend(backend);
      const x = tf.tensor2d(values, [20, 3]);
      const f = (w) => tf.mean(tf.softplus(tf.matMul(tf.tanh(tf.exp(tf.sin(x))), w)));
      const { value, grad } = tf.valueAndGrad(f)(tf.tensor2d(values.subarray(0, 12), [3, 4]));
      console.log(tf.getBackend(), value.dataSync().join(), grad.dataSync().join());
    }`);

test('the bundles compute the bits that the packages compute', () => {
  const bundled = numbers(`import { tf } from '${built('vendor/tfjs.js')}';
    import '${built('vendor/tfjs-backend-wasm.js')}';`);
  const packages = numbers(`import * as tf from '@tensorflow/tfjs';
    import '@tensorflow/tfjs-backend-wasm';`);
  expect(bundled).toMatch(/^cpu -?[\d.]+ [^\n]+\nwasm -?[\d.]+ [^\n]+\n$/);
  expect(bundled).toBe(packages);
});

/** The parameters after training a model with `forward` on a backend. */
const trained = (backend: string, forward: string, imports = '') =>
  printed(`
    ${imports}
    const { createLab, defineDataset, defineModel, rootStream, z } = await import('@sharpness-lab/core');
    const { default: engine } = await import('${built('index.js')}');
    const { default: models } = await import('@sharpness-lab/models');
    const { default: optimizers } = await import('@sharpness-lab/optimizers');
    const numbers = (size) => Float32Array.from({ length: size }, (_, i) => ((i * 7) % 11) / 5 - 1);
    const data = { size: 6, dimension: 2, inputs: numbers(12), targets: numbers(6) };
    const shared = { summary: 'for a test', options: z.object({}) };
    const dataset = defineDataset({ ...shared, name: 'small',
      create: () => ({ dimension: 2, trainSize: 6, testSize: 6, sample: () => ({ train: data, test: data }) }) });
    const model = defineModel({ ...shared, name: 'own',
      create: () => ({
        parameters: (d) => ({ w: { shape: [d, 1], layer: 1, fanIn: d } }),
        forward: ${forward},
      }) });
    const lab = createLab([engine, models, optimizers, dataset, model]);
    const phases = [{ optimizer: { name: 'sam', rho: 0.05 }, batchSize: 3, epochs: 1 }];
    const { experiment, engine: { plan } } = lab.plan(lab.resolve({ name: 'own', dataset: 'small', model: 'own',
      init: 'uniform-fan-in', loss: 'mse', engine: { name: 'tfjs', backend: '${backend}' }, phases }));
    const session = await plan.open({ data: { train: data, test: data }, specs: experiment.model.parameters(2),
      initial: { w: Float32Array.of(0.5, -0.25) }, stream: rootStream(0) });
    session.startPhase(0);
    for (let epoch = 0; epoch < 5; epoch++) session.epoch(Int32Array.of(0, 1, 2, 3, 4, 5), 0);
    const direction = { w: Float32Array.of(1, 2) };
    console.log(session.parameters().w.join(), session.hessianVectorProduct(direction).w.join());`);

describe.each(['cpu', 'wasm'])(
  'a model that imports tfjs itself trains on %s as with the tfjs that it is given',
  (backend) => {
    const given = trained(backend, '(tf, { w }, x) => tf.reshape(tf.tanh(tf.matMul(x, w)), [-1])');
    const own = '(_tf, { w }, x) => tf.reshape(tf.tanh(tf.matMul(x, w)), [-1])';

    test.each([
      ['before the engine', "import * as tf from '@tensorflow/tfjs';"],
      ['after it', `import '${built('tf.js')}'; const tf = await import('@tensorflow/tfjs');`],
    ])('imported %s', (_when, imports) => {
      expect(given).toMatch(/^-?[\d.]+,-?[\d.]+ -?[\d.]+,-?[\d.]+\n$/);
      expect(trained(backend, own, imports)).toBe(given);
    });
  },
);
