import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import type { Session } from '../contracts/engine.ts';
import type { Checkpoint, FinishedEvent, RunEvent } from '../contracts/events.ts';
import type { ExperimentInput } from '../contracts/experiment-config.ts';
import type { Measurement } from '../contracts/measurement.ts';
import type { Probe } from '../contracts/metric.ts';
import {
  type Definition,
  defineConstraint,
  defineEngine,
  defineInitializer,
  defineMetric,
  defineObserver,
  defineOptimizer,
} from '../contracts/plugin.ts';
import type { Batch, Problem } from '../contracts/problem.ts';
import { LabError } from '../errors.ts';
import { decodeCheckpoint, encodeCheckpoint } from '../node/runs/checkpoint-format.ts';
import { rootStream } from '../random/random-stream.ts';
import { openReferenceSession } from '../testing/reference-engine.ts';
import { smallLab } from '../testing/small-lab.ts';
import type { TrainOptions } from './train.ts';

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
  return defineMetric({
    name: 'tested',
    summary: 'a metric',
    options: z.object({}),
    quantities: ['first', 'loss', 'drawn'].map((name) => ({ name, title: name, scale: 'linear' })),
    create: () => ({ measure }),
  });
}

/** The phases of an experiment with the tested optimizer. */
function phases(...each: Partial<ExperimentInput['phases'][number]>[]): Pick<ExperimentInput, 'phases'> {
  return { phases: each.map((phase) => ({ optimizer: 'tested', epochs: 1, ...phase })) };
}

function plan(input: Partial<ExperimentInput>, plugins: readonly Definition[] = []) {
  const lab = smallLab(plugins);
  return { lab, planned: lab.plan(lab.resolve(input)) };
}

async function run(input: Partial<ExperimentInput>, plugins: readonly Definition[] = [], options?: TrainOptions) {
  const { lab, planned } = plan(input, plugins);
  const events: RunEvent[] = [];
  for await (const event of lab.run(planned, options)) events.push(event);
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
    expect(result.final.values).toEqual((events[1] as { values?: object }).values);
    expect(Number.isFinite(result.final.values.loss)).toBe(true);
  });

  test('may be noticed by a measurement', async () => {
    const { events, result } = await run(
      { ...phases({ epochs: 9, batchSize: N }), measure: { every: 1 }, metrics: ['tested'] },
      [exploding, counting],
    );
    // Outputs are in single precision, so that 1e120 is not finite any more.
    expect(result).toMatchObject({ status: 'diverged', divergedAtStep: 2, steps: 1, epochs: 1 });
    expect(moments(events)).toEqual(['started', 'measured in phase 0 after epoch 0, step 0', 'phase 0', 'finished']);
    expect(result.final.values).toEqual((events[1] as { values?: object }).values);
    expect(result.final.values).toHaveProperty('loss');
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
    expect(result).toMatchObject({ status: 'diverged', divergedAtStep: 0, steps: 0, final: { values: {} } });
  });
});

describe('an interrupted run', () => {
  test('ends before its first epoch when the signal has fired already', async () => {
    const { events, result } = await run({ metrics: [] }, [], { signal: AbortSignal.abort() });
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
    const { events, result } = await run(phases({ epochs: 1000, batchSize: N }), [busy], {
      signal: controller.signal,
    });
    expect(result.status).toBe('interrupted');
    expect(result.epochs).toBeLessThan(1000);
    const progress = events.filter((event) => event.type === 'progress');
    expect(progress.length).toBeGreaterThan(0);
    expect(progress[0]?.step).toBe(progress[0]?.epoch);
  });
});

describe('checkpoints', () => {
  /** Momentum with noise, whose step depends on the progress. */
  const noisyMomentum = defineOptimizer({
    name: 'tested',
    summary: 'keeps a vector and a stream',
    options: z.object({}),
    create: () => ({
      start(problem) {
        const gradient = problem.vector();
        const velocity = problem.state('velocity');
        const noise = problem.stream('noise');
        return (batch) => {
          problem.gradient(batch, problem.parameters, gradient);
          problem.scale(0.9, velocity);
          problem.axpy(1 + 0.1 * noise.uniform(), gradient, velocity);
          problem.axpy(-0.01 * (1 - problem.progress), velocity, problem.parameters);
        };
      },
    }),
  });
  const shrinking = defineConstraint({
    name: 'shrinking',
    summary: 'scales by 0.999',
    options: z.object({}),
    create: () => ({ start: (problem) => () => problem.scale(0.999, problem.parameters) }),
  });
  const estimate = metricOf((probe) => ({ loss: probe.meanLoss('test'), drawn: probe.stream('signs').uniform() }));
  const plugins = [noisyMomentum, shrinking, estimate];
  const input: Partial<ExperimentInput> = {
    ...phases(
      { epochs: 3 },
      { optimizer: 'gradient-descent', keepState: true, epochs: 2, batchSize: 4, order: 'with-replacement' },
      { keepState: true, epochs: 2, constraint: 'shrinking', batchSize: 4 },
      { epochs: 1, order: 'fixed' },
    ),
    metrics: ['tested'],
    measure: { every: 2 },
  };

  const isMeasurement = (event: RunEvent) => event.type === 'measured';
  const checkpointsOf = (events: readonly RunEvent[]) =>
    events.flatMap((event) => (event.type === 'checkpoint' ? [event.checkpoint] : []));
  /** What a run came to, wall-clock time aside. */
  const outcome = ({ result, parameters }: FinishedEvent) => {
    const { seconds: _seconds, stepsPerSecond: _rate, ...rest } = result;
    return { ...rest, parameters };
  };
  const timeless = (events: readonly RunEvent[]) =>
    events.filter(isMeasurement).map((event) => ({ ...event, seconds: undefined }));

  test('are taken after every epoch when they are due at once, and hold where the run stands', async () => {
    const { events, finished, planned } = await run(input, plugins, { checkpointEvery: 0 });
    const checkpoints = checkpointsOf(events);
    expect(checkpoints.map(({ phase, epoch, step }) => [phase, epoch, step])).toEqual([
      [0, 1, 6],
      [0, 2, 12],
      [0, 3, 18],
      [1, 4, 20],
      [1, 5, 22],
      [2, 6, 24],
      [2, 7, 26],
      [3, 8, 32],
    ]);
    const last = checkpoints.at(-1);
    expect(last?.runId).toBe(planned.identity.runId);
    expect(last?.final).toEqual(finished.result.final);
    expect(Object.keys(last?.session.parameters ?? {})).toEqual(['W1', 'b1', 'W2']);
    expect(Object.keys(last?.session.optimizer ?? {})).toEqual(['velocity']);
    // The second phase does not ask for the velocity, but keeps it.
    expect(Object.keys(checkpoints[4]?.session.optimizer ?? {})).toEqual(['velocity']);
    // The measurement comes before the checkpoint of its epoch.
    const types = events.map(({ type }) => type);
    expect(types.slice(0, 7)).toEqual([
      'started',
      'measured',
      'phase',
      'checkpoint',
      'measured',
      'checkpoint',
      'measured',
    ]);
    expect(types.slice(-2)).toEqual(['checkpoint', 'finished']);
  });

  test('change nothing about the run', async () => {
    const [plain, saved] = [await run(input, plugins), await run(input, plugins, { checkpointEvery: 0 })];
    expect(checkpointsOf(plain.events)).toEqual([]);
    expect(outcome(saved.finished)).toEqual(outcome(plain.finished));
    expect(timeless(saved.events)).toEqual(timeless(plain.events));
  });

  test('come when the interval has passed, and at the end', async () => {
    const { events } = await run(input, plugins, { checkpointEvery: 1e6 });
    expect(checkpointsOf(events).map(({ epoch }) => epoch)).toEqual([8]);
  });

  test.each([0, 1, 2, 3, 4, 5, 6, 7])('number %i: the run goes on from it as if never stopped', async (position) => {
    const whole = await run(input, plugins, { checkpointEvery: 0 });
    const saved = checkpointsOf(whole.events)[position];
    const file = encodeCheckpoint(saved as Checkpoint, whole.finished.specs);
    const from = decodeCheckpoint(file, whole.planned.identity.runId);
    const resumed = await run(input, plugins, { from });

    expect(outcome(resumed.finished)).toEqual(outcome(whole.finished));
    expect(resumed.events.slice(0, 3)).toMatchObject([
      { type: 'started', epochs: 8, steps: 32 },
      { type: 'resumed', epoch: from.epoch, step: from.step },
      { type: 'phase', phase: from.phase },
    ]);
    expect(timeless(resumed.events)).toEqual(
      timeless(whole.events.filter((event) => event.type === 'measured' && event.epoch > from.epoch)),
    );
    expect(resumed.result.seconds).toBeGreaterThan(from.seconds);
    expect(resumed.result.stepsPerSecond).toBe(32 / resumed.result.seconds);
  });

  test('are taken when the run is interrupted, but not twice, and not before its first epoch', async () => {
    const interruptAt = async (epoch: number, checkpointEvery: number) => {
      const stop = new AbortController();
      const { lab, planned } = plan({ ...input, measure: { every: 1 } }, plugins);
      const checkpoints: number[] = [];
      for await (const event of lab.run(planned, { signal: stop.signal, checkpointEvery })) {
        if (event.type === 'measured' && event.epoch === epoch) stop.abort();
        if (event.type === 'checkpoint') checkpoints.push(event.checkpoint.epoch);
      }
      return checkpoints;
    };
    expect(await interruptAt(4, 1e6)).toEqual([4]);
    expect(await interruptAt(2, 0)).toEqual([1, 2]);
    expect(await interruptAt(0, 0)).toEqual([]);
  });

  test('are not taken where a run diverges, and one before leads to the same step', async () => {
    const growing = optimizerOf((problem, batch) => {
      problem.gradient(batch, problem.parameters, problem.state('gradient'));
      problem.scale(1e10, problem.parameters);
    });
    const settings = phases({ epochs: 99, batchSize: 4 });
    const whole = await run(settings, [growing], { checkpointEvery: 0 });
    const checkpoints = checkpointsOf(whole.events);
    expect(whole.result.status).toBe('diverged');
    expect(checkpoints.at(-1)?.epoch).toBe(whole.result.epochs);
    for (const from of checkpoints) {
      const { finished } = await run(settings, [growing], { from });
      expect(outcome(finished)).toEqual(outcome(whole.finished));
    }
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
      quantities: [],
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
