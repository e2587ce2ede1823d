import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import type { ExperimentInput } from '../contracts/experiment-config.ts';
import { type Definition, defineObserver, defineOptimizer } from '../contracts/plugin.ts';
import { rootStream } from '../random/random-stream.ts';
import { metricOf, moments, N, optimizerOf, phases, plan, run } from './fixtures/tested-run.ts';

describe('a run', () => {
  test('tells what happens in order', async () => {
    const { events, result, planned } = await run({
      ...phases({ optimizer: 'gradient-descent', epochs: 2 }, { optimizer: 'gradient-descent', batchSize: 4 }),
      measure: { every: 1 },
    });
    expect(moments(events)).toEqual([
      'started',
      'measured in phase 0 after epoch 0, step 0',
      'phase 0',
      'measured in phase 0 after epoch 1, step 6',
      'measured in phase 0 after epoch 2, step 12',
      'phase 1',
      'measured in phase 1 after epoch 3, step 14',
      'finished',
    ]);
    expect(events[0]).toMatchObject({
      identity: planned.identity,
      config: planned.experiment.config,
      epochs: 3,
      steps: 14,
    });
    expect(result).toMatchObject({
      runId: planned.identity.runId,
      status: 'completed',
      engine: 'reference',
      epochs: 3,
      steps: 14,
    });
    expect(result.stepsPerSecond).toBe(14 / result.seconds);
    expect(result).not.toHaveProperty('divergedAtStep');
  });

  test('measures at the scheduled epochs only', async () => {
    const measured: number[] = [];
    const { events } = await run({ ...phases({ optimizer: 'gradient-descent', epochs: 7 }), measure: { every: 3 } });
    for (const event of events) if (event.type === 'measured') measured.push(event.epoch);
    expect(measured).toEqual([0, 3, 6, 7]);
  });

  test('without phases measures the initial network', async () => {
    const { events, finished, planned } = await run({ phases: [], metrics: ['tested'] }, [
      metricOf((probe) => ({ first: probe.parameters.b1?.[0] as number })),
    ]);
    expect(moments(events)).toEqual(['started', 'measured in phase 0 after epoch 0, step 0', 'finished']);
    const { experiment } = planned;
    const drawn = experiment.initializer.initialize(
      {
        model: 'small-network',
        modelOptions: {},
        specs: finished.specs,
        train: experiment.dataset.sample(rootStream(0).child('data')).train,
      },
      rootStream(0).child('init'),
    );
    expect(finished.parameters).toEqual(drawn);
    expect(finished.result.final).toEqual({ values: { first: drawn.b1?.[0] } });
  });

  test('returns the result, too', async () => {
    const { lab, planned } = plan({});
    const events = lab.run(planned);
    let next = await events.next();
    while (next.done !== true) next = await events.next();
    expect(next.value).toMatchObject({ status: 'completed', steps: 2 * N });
  });

  test('follows the gradient: one full-batch step by hand', async () => {
    const learningRate = 2 ** -6;
    const { finished, planned } = await run({
      ...phases({ optimizer: { name: 'gradient-descent', learningRate }, batchSize: N }),
    });
    const { experiment } = planned;
    const { train } = experiment.dataset.sample(rootStream(0).child('data'));
    const specs = finished.specs;
    const initial = experiment.initializer.initialize(
      { model: 'small-network', modelOptions: {}, specs, train },
      rootStream(0).child('init'),
    );
    // dL/dW2_j = (1/n) sum_i 2 (f_i - y_i) relu(a_ij)
    const a = experiment.model.closedForms?.preActivations(initial, train) as Float64Array;
    const width = a.length / N;
    const w2 = initial.W2 as Float32Array;
    const hidden = (i: number, j: number) => Math.max(0, a[i * width + j] as number);
    for (let j = 0; j < width; j++) {
      let slope = 0;
      for (let i = 0; i < N; i++) {
        const f = w2.reduce((sum, w, k) => sum + w * hidden(i, k), 0);
        slope += (2 / N) * (f - (train.targets[i] as number)) * hidden(i, j);
      }
      expect(finished.parameters.W2?.[j]).toBeCloseTo((w2[j] as number) - learningRate * slope, 6);
    }
  });
});

describe('phases', () => {
  /** Reports the norm of its state at the start of each phase, then sets it to 1. */
  function remembering(norms: number[]): Definition {
    return defineOptimizer({
      name: 'tested',
      summary: 'remembers',
      options: z.object({}),
      create: () => ({
        start(problem) {
          const memory = problem.state('memory');
          norms.push(problem.dot(memory, memory) > 0 ? 1 : 0);
          problem.fill(memory, 1);
          return () => {};
        },
      }),
    });
  }

  test('start with fresh optimizer state, unless they keep it', async () => {
    const norms: number[] = [];
    await run(phases({}, { keepState: true }, {}, { keepState: true }), [remembering(norms)]);
    expect(norms).toEqual([0, 1, 0, 1]);
  });

  test('tell optimizers their progress, epoch by epoch', async () => {
    const progress: number[] = [];
    const recording = optimizerOf((problem) => void progress.push(problem.progress));
    await run(phases({ epochs: 4, batchSize: N }, { epochs: 2, batchSize: N }), [recording]);
    expect(progress).toEqual([0, 0.25, 0.5, 0.75, 0, 0.5]);
  });
});

describe('equal experiments', () => {
  const silent = defineObserver({
    name: 'silent',
    summary: 'listens',
    options: z.object({}),
    create: () => ({ observe() {} }),
  });
  const loss = metricOf((probe) => ({ loss: probe.meanLoss('test') }));
  const bits = async (input: Partial<ExperimentInput>) => {
    const { finished } = await run({ metrics: ['tested'], ...input }, [silent, loss]);
    return JSON.stringify([finished.parameters, finished.result.final]);
  };

  test('end at equal bits, whatever they are called and whoever listens', async () => {
    const once = await bits({});
    expect(await bits({})).toBe(once);
    expect(await bits({ name: 'other', observers: ['silent'], measure: { every: 1 } })).toBe(once);
  });

  test('side by side too', async () => {
    const [a, b] = await Promise.all([bits({ seed: 3 }), bits({ seed: 3 })]);
    expect(a).toBe(b);
  });

  test('end elsewhere with another seed', async () => {
    expect(await bits({ seed: 1 })).not.toBe(await bits({ seed: 0 }));
  });
});
