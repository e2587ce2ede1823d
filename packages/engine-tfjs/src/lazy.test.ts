import { expect, test, vi } from 'vitest';
import { labWith, setupOf } from './fixtures/lab.ts';

vi.mock('@tensorflow/tfjs', () => {
  throw new Error('tfjs was loaded');
});

test('tfjs is loaded when a session opens, and not before', async () => {
  const lab = labWith();
  expect(lab.registry.list('engine').map(({ definition }) => definition.name)).toEqual(['tfjs']);
  const { experiment, engine } = lab.plan(
    lab.resolve({
      phases: [
        { optimizer: 'sgd', epochs: 1 },
        { optimizer: 'sgd', epochs: 1 },
      ],
    }),
  );
  expect(engine).toMatchObject({ name: 'tfjs', plan: { paths: ['autodiff/wasm', 'autodiff/wasm'] } });
  await expect(engine.plan.open(setupOf(experiment))).rejects.toMatchObject({
    cause: expect.objectContaining({ message: 'tfjs was loaded' }),
  });
});
