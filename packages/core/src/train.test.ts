import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import type { ExperimentInput } from './config/experiment.ts';
import type { Session } from './contracts/engine.ts';
import type { Measurement, Probe } from './contracts/metric.ts';
import {
  type Definition,
  defineEngine,
  defineInitializer,
  defineMetric,
  defineObserver,
  defineOptimizer,
} from './contracts/plugin.ts';
import type { Batch, Problem } from './contracts/problem.ts';
import { LabError } from './errors.ts';
import type { FinishedEvent, RunEvent } from './events.ts';
import { rootStream } from './streams.ts';
import { openReferenceSession } from './testing/reference-engine.ts';
import { smallLab } from './testing/small-lab.ts';

const N = 6;

/** An optimizer made of one function, called at every step. */
function optimizerOf(step: (problem: Problem, batch: Batch) => void): Definition {
  return defineOptimizer({
    name: 'tested',
    summary: 'an optimizer',
    options: z.object({}),
    create: () => ({ start: (problem) => (batch) => step(problem, batch) }),
  });
}

function metricOf(measure: (probe: Probe) => Measurement): Definition {
  return defineMetric({ name: 'tested', summary: 'a metric', options: z.object({}), create: () => ({ measure }) });
}

/** The phases of an experiment with the tested optimizer. */
function phases(...each: Partial<ExperimentInput['phases'][number]>[]): Pick<ExperimentInput, 'phases'> {
  return { phases: each.map((phase) => ({ optimizer: 'tested', epochs: 1, ...phase })) };
}

function plan(input: Partial<ExperimentInput>, plugins: readonly Definition[] = []) {
  const lab = smallLab(plugins);
  return { lab, planned: lab.plan(lab.resolve(input)) };
}

async function run(input: Partial<ExperimentInput>, plugins: readonly Definition[] = [], signal?: AbortSignal) {
  const { lab, planned } = plan(input, plugins);
  const events: RunEvent[] = [];
  for await (const event of lab.run(planned, { signal })) events.push(event);
  const finished = events.at(-1) as FinishedEvent;
  return { events, finished, result: finished.result, planned };
}

const moments = (events: readonly RunEvent[]) =>
  events.map((event) => {
    switch (event.type) {
      case 'measured':
        return `measured in phase ${event.phase} after epoch ${event.epoch}, step ${event.step}`;
      case 'phase':
        return `phase ${event.phase}`;
      default:
        return event.type;
    }
  });

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
    expect(finished.result.final).toEqual({ first: drawn.b1?.[0] });
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

describe('batches', () => {
  test.each([1, 2, 3, 4, 5, 6])('of size %i cover the samples in order, the last one smaller', async (batchSize) => {
    const batches: Batch[] = [];
    const recording = optimizerOf((_problem, batch) => void batches.push({ ...batch }));
    const { result } = await run(phases({ batchSize, epochs: 2 }), [recording]);
    const starts = [0, 1, 2, 3, 4, 5].filter((start) => start % batchSize === 0);
    const epoch = starts.map((start) => ({ start, size: Math.min(batchSize, N - start) }));
    expect(batches).toEqual([...epoch, ...epoch]);
    expect(result.steps).toBe(2 * starts.length);
  });

  test('see every sample once an epoch, shuffled afresh', async () => {
    const visited: number[] = [];
    const recording = defineEngine({
      name: 'recording',
      summary: 'remembers orders',
      options: z.object({}),
      create: () => ({
        rank: 0,
        plan: () => ({ paths: ['recording', 'recording'] }),
        async open(setup) {
          const session = openReferenceSession(setup);
          return {
            ...session,
            epoch(order, progress) {
              visited.push(...order);
              return session.epoch(order, progress);
            },
          };
        },
      }),
    });
    await run({ ...phases({ optimizer: 'gradient-descent', epochs: 3 }), engine: 'recording' }, [recording]);
    const epochs = [0, 1, 2].map((epoch) => visited.slice(epoch * N, (epoch + 1) * N));
    for (const order of epochs) expect(order.toSorted()).toEqual([0, 1, 2, 3, 4, 5]);
    expect(new Set(epochs.map(String)).size).toBe(3);
  });
});

describe('phases', () => {
  /** Reports the norm of its state at the start of each phase, then makes it 1. */
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

describe('a diverging run', () => {
  // f is homogeneous of degree 2, so each step multiplies f by 1e120 and the loss by 1e240: step 3 meets 1e480.
  const exploding = optimizerOf((problem, batch) => {
    problem.gradient(batch, problem.parameters, problem.state('gradient'));
    problem.scale(1e60, problem.parameters);
  });
  const counting = metricOf((probe) => ({ loss: probe.meanLoss('train') }));

  test('ends at the step whose loss is not finite, and keeps what it measured last', async () => {
    const { events, result } = await run({ ...phases({ epochs: 9 }), metrics: ['tested'] }, [exploding, counting]);
    expect(result).toMatchObject({ status: 'diverged', divergedAtStep: 3, steps: 2, epochs: 0 });
    expect(moments(events)).toEqual(['started', 'measured in phase 0 after epoch 0, step 0', 'phase 0', 'finished']);
    expect(result.final).toEqual((events[1] as { values?: object }).values);
    expect(Number.isFinite(result.final.loss)).toBe(true);
  });

  test('may be noticed by a measurement', async () => {
    const { events, result } = await run(
      { ...phases({ epochs: 9, batchSize: N }), measure: { every: 1 }, metrics: ['tested'] },
      [exploding, counting],
    );
    // Outputs are in single precision, so that 1e120 is not finite any more.
    expect(result).toMatchObject({ status: 'diverged', divergedAtStep: 2, steps: 1, epochs: 1 });
    expect(moments(events)).toEqual(['started', 'measured in phase 0 after epoch 0, step 0', 'phase 0', 'finished']);
    expect(result.final).toEqual((events[1] as { values?: object }).values);
    expect(result.final).toHaveProperty('loss');
  });

  test('may have diverged from the start', async () => {
    const huge = defineInitializer({
      name: 'huge',
      summary: 'huge',
      options: z.object({}),
      create: () => ({
        initialize: ({ specs }) =>
          Object.fromEntries(
            Object.entries(specs).map(([name, { shape }]) => [
              name,
              new Float32Array(shape.reduce((a, b) => a * b)).fill(1e38),
            ]),
          ),
      }),
    });
    const { events, result } = await run({ init: 'huge' }, [huge]);
    expect(moments(events)).toEqual(['started', 'finished']);
    expect(result).toMatchObject({ status: 'diverged', divergedAtStep: 0, steps: 0, final: {} });
  });
});

describe('an interrupted run', () => {
  test('ends before its first epoch when the signal has fired already', async () => {
    const { events, result } = await run({ metrics: [] }, [], AbortSignal.abort());
    expect(moments(events)).toEqual(['started', 'measured in phase 0 after epoch 0, step 0', 'phase 0', 'finished']);
    expect(result).toMatchObject({ status: 'interrupted', epochs: 0, steps: 0 });
  });

  test('ends before the epoch after the signal fires', async () => {
    const controller = new AbortController();
    const { lab, planned } = plan({ ...phases({ optimizer: 'gradient-descent', epochs: 100 }), measure: { every: 1 } });
    let last: RunEvent | undefined;
    for await (const event of lab.run(planned, { signal: controller.signal })) {
      if (event.type === 'measured' && event.epoch === 3) controller.abort();
      last = event;
    }
    expect(last).toMatchObject({ type: 'finished', result: { status: 'interrupted', epochs: 3, steps: 3 * N } });
  });

  test('lets timers and signals in while it computes, and shows signs of life', async () => {
    const busy = optimizerOf(() => {
      const until = performance.now() + 15;
      while (performance.now() < until);
    });
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 120);
    const { events, result } = await run(phases({ epochs: 1000, batchSize: N }), [busy], controller.signal);
    expect(result.status).toBe('interrupted');
    expect(result.epochs).toBeLessThan(1000);
    const progress = events.filter((event) => event.type === 'progress');
    expect(progress.length).toBeGreaterThan(0);
    expect(progress[0]?.step).toBe(progress[0]?.epoch);
  });
});

describe('a run that cannot be', () => {
  const outOfOrder = new LabError('config', 'out of order');
  const failing = {
    initializer: defineInitializer({
      name: 'failing',
      summary: 'fails',
      options: z.object({}),
      create: () => ({
        initialize() {
          throw outOfOrder;
        },
      }),
    }),
    engine: defineEngine({
      name: 'failing',
      summary: 'fails',
      options: z.object({}),
      create: () => ({
        rank: 0,
        plan: () => ({ paths: [''] }),
        async open() {
          throw outOfOrder;
        },
      }),
    }),
    metric: defineMetric({
      name: 'failing',
      summary: 'fails',
      options: z.object({}),
      create: () => ({
        measure() {
          throw outOfOrder;
        },
      }),
    }),
  };

  test.each<[string, Partial<ExperimentInput>, Definition]>([
    ['initializer', { init: 'failing' }, failing.initializer],
    ['engine', { engine: 'failing' }, failing.engine],
    ['metric', { metrics: ['failing'] }, failing.metric],
  ])('for its %s throws before the first event', async (_part, input, definition) => {
    const { lab, planned } = plan(input, [definition]);
    await expect(lab.run(planned).next()).rejects.toBe(outOfOrder);
  });
});

describe('the session', () => {
  /** The reference engine, counting its open sessions. */
  function counted() {
    const count = { open: 0 };
    const engine = defineEngine({
      name: 'counted',
      summary: 'counts its sessions',
      options: z.object({}),
      create: () => ({
        rank: 0,
        plan: ({ phases: { length } }) => ({ paths: new Array<string>(length).fill('counted') }),
        async open(setup): Promise<Session> {
          count.open++;
          return { ...openReferenceSession(setup), close: () => void count.open-- };
        },
      }),
    });
    return { count, engine };
  }

  test('is closed when the run ends', async () => {
    const { count, engine } = counted();
    await run({ engine: 'counted' }, [engine]);
    expect(count.open).toBe(0);
  });

  test('is closed when the listener walks away', async () => {
    const { count, engine } = counted();
    const { lab, planned } = plan({ engine: 'counted' }, [engine]);
    for await (const event of lab.run(planned)) {
      expect(count.open).toBe(1);
      if (event.type === 'phase') break;
    }
    await sleep(0);
    expect(count.open).toBe(0);
  });

  test('is closed when a metric throws', async () => {
    const { count, engine } = counted();
    const metric = metricOf(() => {
      throw new Error('out of order');
    });
    await expect(run({ engine: 'counted', metrics: ['tested'] }, [engine, metric])).rejects.toThrow('out of order');
    expect(count.open).toBe(0);
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
