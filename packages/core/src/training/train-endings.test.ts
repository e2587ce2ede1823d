import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import type { Session } from '../contracts/engine.ts';
import type { RunEvent } from '../contracts/events.ts';
import type { ExperimentInput } from '../contracts/experiment-config.ts';
import { type Definition, defineEngine, defineInitializer, defineMetric } from '../contracts/plugin.ts';
import { LabError } from '../errors.ts';
import { openReferenceSession } from '../testing/stand-ins/reference-engine.ts';
import { metricOf, moments, N, optimizerOf, phases, plan, run } from './fixtures/tested-run.ts';

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
        plan: () => ({
          paths: [''],
          async open() {
            throw outOfOrder;
          },
        }),
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
        plan: (experiment) => ({
          paths: experiment.phases.map(() => 'counted'),
          async open(setup): Promise<Session> {
            count.open++;
            return { ...openReferenceSession(experiment, setup), close: () => void count.open-- };
          },
        }),
      }),
    });
    return { count, engine };
  }

  test('comes from the plan of the run, which is made once', async () => {
    let plans = 0;
    const planning = defineEngine({
      name: 'planning',
      summary: 'counts its plans',
      options: z.object({}),
      create: () => ({
        rank: 0,
        plan(experiment) {
          plans++;
          return {
            paths: experiment.phases.map(() => 'counted'),
            open: async (setup) => openReferenceSession(experiment, setup),
          };
        },
      }),
    });
    await run({ engine: 'planning' }, [planning]);
    expect(plans).toBe(1);
  });

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
