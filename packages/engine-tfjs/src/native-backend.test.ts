import { expect, test, vi } from 'vitest';
import { openBackend } from './backend.ts';
import { open } from './fixtures/lab.ts';
import { createSession } from './session.ts';

// Stand-ins for the native packages, which cannot be installed everywhere: they bring tfjs with the backend `tensorflow` in
// the same way, with the kernels of `cpu` and no GPU.
vi.mock('@tensorflow/tfjs-node', () => provideTensorFlow());
vi.mock('@tensorflow/tfjs-node-gpu', () => provideTensorFlow());

async function provideTensorFlow() {
  const tf = await import('@tensorflow/tfjs');
  if (tf.findBackend('tensorflow') === null) {
    tf.copyRegisteredKernels('cpu', 'tensorflow');
    tf.registerBackend('tensorflow', () => Object.assign(new tf.MathBackendCPU(), { isUsingGpuDevice: false }), 3);
    await tf.setBackend('tensorflow');
  }
  return { default: tf };
}

test('an installed native package computes', async () => {
  const { session, experiment, ...setup } = await open({ engine: { name: 'tfjs', backend: 'cpu' } });
  const native = createSession(await openBackend('node'), experiment, setup);
  expect(native.gradient()).toEqual(session.gradient());
  native.close();
  session.close();
  const { tf, run } = await openBackend('node');
  expect(run(() => tf.getBackend())).toBe('tensorflow');
});

test('the GPU is not silently replaced by the CPU', async () => {
  await expect(openBackend('node-gpu')).rejects.toMatchObject({
    name: 'LabError',
    kind: 'engine',
    message: 'engine "tfjs": backend "node-gpu", but TensorFlow uses no GPU in this process',
  });
});
