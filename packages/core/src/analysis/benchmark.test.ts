import { expect, test } from 'vitest';
import type { FinishedEvent } from '../contracts/events.ts';
import type { ExperimentInput } from '../contracts/experiment-config.ts';
import type { ParameterValues } from '../contracts/model.ts';
import { LabError } from '../errors.ts';
import type { PlannedRun } from '../planning/plan-run.ts';
import { smallLab } from '../testing/stand-ins/small-lab.ts';
import { benchmark, type Contestant, type Round } from './benchmark.ts';

const lab = smallLab();

function plan(epochs: number, changes: Partial<ExperimentInput> = {}): PlannedRun {
  return lab.plan(lab.resolve({ phases: [{ optimizer: 'gradient-descent', epochs, batchSize: 4 }], ...changes }));
}

/** The same run, with a record of the points from which its sessions start. */
function watched(planned: PlannedRun, starts: ParameterValues[]): PlannedRun {
  const { engine } = planned.engine;
  const open: typeof engine.open = (setup) => {
    starts.push(setup.initial);
    return engine.open(setup);
  };
  return { ...planned, engine: { ...planned.engine, engine: { ...engine, open } } };
}

async function finalParameters(planned: PlannedRun): Promise<ParameterValues> {
  let last: unknown;
  for await (const event of lab.run(planned)) last = event;
  return (last as FinishedEvent).parameters;
}

/** A clock that advances by a hundredth of a second at every reading. */
function steadyClock(): () => number {
  let looks = 0;
  return () => looks++ / 100;
}

async function measure(contestants: Contestant[], limits: Parameters<typeof benchmark>[1]): Promise<Round[]> {
  const rounds: Round[] = [];
  for await (const round of benchmark(contestants, limits)) rounds.push(round);
  return rounds;
}

test('contestants take turns, and a round counts its epochs, steps and seconds', async () => {
  const contestants = [
    { planned: plan(1), epochs: 3 },
    { planned: plan(1), epochs: 5 },
  ];
  const rounds = await measure(contestants, { rounds: 2, clock: steadyClock() });
  // Six samples in batches of four take two steps.
  const first = { contestant: 0, epochs: 3, steps: 6, seconds: expect.closeTo(0.03, 10) };
  const second = { contestant: 1, epochs: 5, steps: 10, seconds: expect.closeTo(0.05, 10) };
  expect(rounds).toEqual([first, second, first, second]);
});

test('without epochs, a round has as many as take 50 milliseconds', async () => {
  const rounds = await measure([{ planned: plan(1) }], { rounds: 3, clock: steadyClock() });
  expect(rounds.map(({ epochs }) => epochs)).toEqual([5, 5, 5]);
});

test('every round starts at the end of the warm-up, which contestants share', async () => {
  const starts: ParameterValues[] = [];
  const warmUps: ParameterValues[] = [];
  const warmUp = watched(plan(7), warmUps);
  const contestants = [
    { planned: watched(plan(1), starts), warmUp, epochs: 2 },
    {
      planned: watched(plan(1, { phases: [{ optimizer: 'gradient-descent', epochs: 1 }] }), starts),
      warmUp,
      epochs: 1,
    },
  ];
  await measure(contestants, { rounds: 2 });
  expect(warmUps).toHaveLength(1);
  const warm = await finalParameters(plan(7));
  expect(starts).toEqual([warm, warm, warm, warm]);
  expect(warm).not.toEqual(warmUps[0]);
});

test('without a warm-up a round is the training from its first step', async () => {
  const starts: ParameterValues[] = [];
  const ends: ParameterValues[] = [];
  const planned = watched(plan(4), starts);
  const { open } = planned.engine.engine;
  const engine = {
    ...planned.engine.engine,
    open: async (setup: Parameters<typeof open>[0]) => {
      const session = await open(setup);
      return { ...session, close: () => void ends.push(session.parameters()) };
    },
  };
  await measure([{ planned: { ...planned, engine: { ...planned.engine, engine } }, epochs: 4 }], { rounds: 2 });
  const trained = await finalParameters(plan(4));
  expect(ends).toEqual([trained, trained]);
});

test('a contestant that has had its time gets no further round', async () => {
  const contestants = [
    { planned: plan(1), epochs: 10 },
    { planned: plan(1), epochs: 1 },
  ];
  const rounds = await measure(contestants, { rounds: 3, seconds: 0.1, clock: steadyClock() });
  expect(rounds.map(({ contestant }) => contestant)).toEqual([0, 1, 1, 1]);
});

test('a contestant that diverges is an error, not a measurement', async () => {
  const phases = [{ optimizer: { name: 'gradient-descent', learningRate: 1e200 }, epochs: 1 }];
  const planned = plan(1, { phases, name: 'steep' });
  await expect(measure([{ planned, epochs: 9 }], { rounds: 1 })).rejects.toThrow(
    new LabError('config', 'steep diverges on engine reference: nothing to measure'),
  );
});

test('stops between rounds and within a long one', async () => {
  const controller = new AbortController();
  const rounds: Round[] = [];
  for await (const round of benchmark([{ planned: plan(1), epochs: 1 }], { rounds: 9, signal: controller.signal })) {
    rounds.push(round);
    if (rounds.length === 2) controller.abort();
  }
  expect(rounds).toHaveLength(2);

  const signal = AbortSignal.timeout(150);
  expect(await measure([{ planned: plan(1), epochs: 1e9 }], { rounds: 1, signal })).toEqual([]);
});
