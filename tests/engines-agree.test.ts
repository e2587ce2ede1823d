import {
  createLab,
  drawData,
  type ExperimentInput,
  type LabPackage,
  type ParameterValues,
  rootStream,
} from '@sharpness-lab/core';
import datasets from '@sharpness-lab/datasets';
import tfjsEngine from '@sharpness-lab/engine-tfjs';
import wasmEngine from '@sharpness-lab/engine-wasm';
import metrics from '@sharpness-lab/metrics';
import modelPlugins from '@sharpness-lab/models';
import optimizers from '@sharpness-lab/optimizers';
import { describe, expect, test } from 'vitest';

/** The largest relative distance between two engines' parameters after ten steps in single precision. */
const TOLERANCE = 2e-5;

const modules = { datasets, models: modelPlugins, optimizers, metrics, wasmEngine, tfjsEngine };
const lab = createLab(
  Object.entries(modules).map(([name, module]): LabPackage => ({ origin: { name, version: '0' }, module })),
);

const sgd = { name: 'sgd', learningRate: 0.005 };

interface Steps {
  readonly name: string;
  readonly phase: Omit<ExperimentInput['phases'][number], 'epochs'>;
  readonly loss?: ExperimentInput['loss'];
}

const steps: readonly Steps[] = [
  { name: 'sgd', phase: { optimizer: sgd } },
  { name: 'sgd, momentum and weight decay', phase: { optimizer: { ...sgd, momentum: 0.9, weightDecay: 0.05 } } },
  { name: 'gradient descent', phase: { optimizer: sgd, batchSize: 20 } },
  { name: '1-sam', phase: { optimizer: { name: '1-sam', rho: 0.1, base: sgd } } },
  { name: '1-sam, weight decay', phase: { optimizer: { name: '1-sam', base: { ...sgd, weightDecay: 0.05 } } } },
  { name: 'sam on batches', phase: { optimizer: { name: 'sam', rho: 0.1, base: sgd }, batchSize: 6 } },
  { name: 'sam on slices', phase: { optimizer: { name: 'sam', rho: 0.1, m: 2, base: sgd }, batchSize: 5 } },
  {
    name: 'label noise',
    phase: { optimizer: { name: 'label-noise-sgd', sigma: 0.3, flipProbability: 0.2, base: sgd }, batchSize: 6 },
  },
  {
    name: 'label noise, one sample',
    phase: { optimizer: { name: 'label-noise-sgd', sigma: 0.3, flipProbability: 0.2, base: sgd } },
  },
  {
    name: 'logistic loss',
    phase: { optimizer: { name: 'sgd', learningRate: 0.1 }, batchSize: 6 },
    loss: { name: 'logistic', labelSmoothing: 0.2 },
  },
  {
    name: 'logistic loss, 1-sam',
    phase: { optimizer: { name: '1-sam', base: { name: 'sgd', learningRate: 0.1 } } },
    loss: { name: 'logistic', labelSmoothing: 0.2 },
  },
  {
    name: '1-sam, projected',
    phase: {
      optimizer: { name: '1-sam', rho: 0.1, base: sgd },
      constraint: { name: 'fixed-norm', norm: 10, parameters: ['W1'] },
    },
  },
];

/** A session on small data, from the same start on every engine. */
async function openSession(input: ExperimentInput) {
  const planned = lab.plan(lab.resolve(input));
  const { experiment } = planned;
  const { dataset, model, initializer, config } = experiment;
  const data = drawData(dataset, 3);
  const specs = model.parameters(dataset.dimension);
  const initial = initializer.initialize(
    { model: config.model.name, modelOptions: config.model.options, specs, train: data.train },
    rootStream(3).child('init'),
  );
  const stream = rootStream(3).child('optimizer');
  const session = await planned.engine.engine.open({ experiment, data, specs, initial, stream });
  return { session, initial, trainSize: dataset.trainSize };
}

/** The parameters after ten steps, and the initial ones. */
async function tenSteps(input: ExperimentInput) {
  const { session, initial, trainSize } = await openSession(input);
  const { batchSize = 1 } = input.phases[0] ?? {};
  session.startPhase(0);
  for (let step = 0; step < 10; step++) {
    const batch = Int32Array.from({ length: batchSize }, (_, k) => (7 * step + 3 * k) % trainSize);
    expect(session.epoch(batch, 0)).toBe(1);
  }
  const after = session.parameters();
  session.close();
  return { before: initial, after };
}

function distance(a: ParameterValues, b: ParameterValues): number {
  let difference = 0;
  let norm = 0;
  for (const [name, values] of Object.entries(a)) {
    values.forEach((value, k) => {
      difference += (value - (b[name]?.[k] as number)) ** 2;
      norm += value ** 2;
    });
  }
  return Math.sqrt(difference / norm);
}

const models: readonly ExperimentInput['model'][] = [
  { name: '2-mlp-no-bias', width: 37 },
  { name: '2-mlp-bias', width: 37 },
  { name: '2-mlp-sim-bn', width: 37 },
  { name: '2-mlp-sim-ln', width: 37 },
  { name: '2-mlp-softplus', width: 37 },
  { name: 'mlp-bias', widths: [37, 21] },
];

describe.each(models)('%j', (model) => {
  const input = (engine: string, { phase, loss = 'mse' }: (typeof steps)[number]): ExperimentInput => ({
    dataset: { name: 'xor', dimension: 10, trainSize: 20, testSize: 1 },
    model,
    init: 'uniform-fan-in',
    loss,
    engine,
    phases: [{ ...phase, epochs: 1 }],
  });

  test.each(steps)('wasm and tfjs take the same ten steps: $name', async (step) => {
    const wasm = await tenSteps(input('wasm', step));
    const tfjs = await tenSteps(input('tfjs', step));
    expect(distance(wasm.before, wasm.after)).toBeGreaterThan(100 * TOLERANCE);
    expect(distance(wasm.after, tfjs.after)).toBeLessThanOrEqual(TOLERANCE);
  });

  test.each(['hessianVectorProduct', 'gaussNewtonVectorProduct'] as const)(
    'wasm and tfjs have the same %s',
    async (product) => {
      const [wasm, tfjs] = (await Promise.all(
        ['wasm', 'tfjs'].map((engine) => openSession(input(engine, steps[0] as (typeof steps)[number]))),
      )) as [Awaited<ReturnType<typeof openSession>>, Awaited<ReturnType<typeof openSession>>];
      const draws = rootStream(4);
      const direction = Object.fromEntries(
        Object.entries(wasm.initial).map(([name, values]) => [name, values.map(() => draws.sign())]),
      );
      const [ours, theirs] = [wasm, tfjs].map(({ session }) => session[product]?.(direction) ?? {}) as [
        ParameterValues,
        ParameterValues,
      ];
      expect(distance(ours, theirs)).toBeLessThanOrEqual(TOLERANCE);
      for (const { session } of [wasm, tfjs]) session.close();
    },
  );
});
