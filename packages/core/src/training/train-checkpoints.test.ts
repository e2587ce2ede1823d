import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import type { Checkpoint, FinishedEvent, RunEvent } from '../contracts/events.ts';
import type { ExperimentInput } from '../contracts/experiment-config.ts';
import { defineConstraint, defineOptimizer } from '../contracts/plugin.ts';
import { decodeCheckpoint, encodeCheckpoint } from '../node/runs/checkpoint-format.ts';
import { metricOf, optimizerOf, phases, plan, run } from './fixtures/tested-run.ts';

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
  /** The result of a run without wall-clock time. */
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
    // The second phase does not use the velocity, but keeps it.
    expect(Object.keys(checkpoints[4]?.session.optimizer ?? {})).toEqual(['velocity']);
    // In each epoch the measurement comes before the checkpoint.
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
