import {
  type Checkpoint,
  createLab,
  type ExperimentInput,
  type FinishedEvent,
  type LabPackage,
  type TrainOptions,
} from '@sharpness-lab/core';
import datasets from '@sharpness-lab/datasets';
import tfjsEngine from '@sharpness-lab/engine-tfjs';
import wasmEngine from '@sharpness-lab/engine-wasm';
import metrics from '@sharpness-lab/metrics';
import models from '@sharpness-lab/models';
import optimizers from '@sharpness-lab/optimizers';
import { describe, expect, test } from 'vitest';

const modules = { datasets, models, optimizers, metrics, wasmEngine, tfjsEngine };
const lab = createLab(
  Object.entries(modules).map(([name, module]): LabPackage => ({ origin: { name, version: '0' }, module })),
);

const sgd = { name: 'sgd', learningRate: 0.01 };
const heavyBall = { ...sgd, momentum: 0.9, weightDecay: 0.01 };
const phases: ExperimentInput['phases'] = [
  { optimizer: { name: '1-sam', rho: 0.1, base: sgd }, epochs: 2 },
  { optimizer: { name: 'sam', rho: 0.1, m: 2, base: heavyBall }, epochs: 2, batchSize: 5 },
  // On the wasm engine by the fused kernel, which does not touch the velocity that the next phase goes on with.
  { optimizer: sgd, epochs: 2, keepState: true, order: 'with-replacement' },
  {
    optimizer: { ...heavyBall, learningRate: { name: 'linear', from: 0.01, to: 0 } },
    epochs: 2,
    batchSize: 5,
    keepState: true,
    constraint: { name: 'fixed-norm', norm: 5, parameters: ['W1'] },
  },
];

/** The final bits of a run, its result without wall-clock time, and its checkpoints. */
async function run(input: ExperimentInput, options: TrainOptions) {
  const planned = lab.plan(lab.resolve(input));
  const checkpoints: Checkpoint[] = [];
  let last: FinishedEvent | undefined;
  for await (const event of lab.run(planned, options)) {
    if (event.type === 'checkpoint') checkpoints.push(event.checkpoint);
    if (event.type === 'finished') last = event;
  }
  const { seconds: _seconds, stepsPerSecond: _rate, ...result } = (last as FinishedEvent).result;
  return { checkpoints, end: { result, parameters: last?.parameters }, paths: planned.engine.paths };
}

describe.each([
  ['wasm', ['fused', 'generic', 'fused', 'generic']],
  ['tfjs', undefined],
])('engine %s', (engine, paths) => {
  test.each(['2-mlp-no-bias', '2-mlp-bias', '2-mlp-sim-bn', '2-mlp-sim-ln'])(
    '%s: a run goes on from its checkpoint after any epoch as if never stopped',
    async (model) => {
      const input: ExperimentInput = {
        dataset: { name: 'xor', dimension: 7, trainSize: 12, testSize: 5 },
        model: { name: model, width: 9 },
        init: 'uniform-fan-in',
        loss: 'mse',
        engine,
        metrics: ['loss', 'parameter-norm'],
        phases,
      };
      const whole = await run(input, { checkpointEvery: 0 });
      if (paths !== undefined) expect(whole.paths).toEqual(paths);
      expect(whole.checkpoints.map(({ epoch }) => epoch)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
      expect((await run(input, {})).end).toEqual(whole.end);
      for (const from of whole.checkpoints) expect((await run(input, { from })).end).toEqual(whole.end);
    },
  );
});
