import { describe, expect, test } from 'vitest';
import { formatTable1 } from './format.ts';
import { judgeTable1, type Table1Outcome } from './judge.ts';
import { rows, table1Runs } from './protocol.ts';

const ACCURATE = { 'train-accuracy': 1, 'test-accuracy': 1, 'train-loss': 0.001, 'hessian-trace': 27 };
const FLATTEST = { 'train-loss': 1e-9, 'hessian-trace': 22.27, 'sharpness-bound': 22.27, 'sharpness-ratio': 1.00001 };

/** Outcomes in which every answer is that of the paper, with slightly different accuracies from seed to seed. */
function paperLike(): Table1Outcome[] {
  return table1Runs({ scale: 'quick' }).map(({ model, role, seed }) => ({
    run: { model, role, seed },
    status: 'completed',
    final: {
      ...ACCURATE,
      ...(role === 'oneSam' && model === '2-mlp-bias' ? { 'test-accuracy': 0.78 + 0.01 * (seed % 3) } : {}),
      ...(role === 'memorizing' ? { ...FLATTEST, 'test-accuracy': 0 } : {}),
      ...(role === 'generalizing' ? { 'hessian-trace': 31 } : {}),
    },
  }));
}

/** The same outcomes with some changed final metrics. */
function changed(
  select: (run: Table1Outcome['run']) => boolean,
  change: (seed: number) => Record<string, number>,
): Table1Outcome[] {
  return paperLike().map((outcome) =>
    select(outcome.run) ? { ...outcome, final: { ...outcome.final, ...change(outcome.run.seed) } } : outcome,
  );
}

const judge = (outcomes: Table1Outcome[], model: string) => {
  const judged = judgeTable1(outcomes).find(({ row }) => row.model === model);
  if (judged === undefined) throw new Error(`no row for ${model}`);
  return judged;
};

const trained = (model: string) => (run: Table1Outcome['run']) => run.model === model && run.role === 'oneSam';

test('outcomes like the paper’s give the paper’s verdicts', () => {
  for (const { row, flattest, oneSam } of judgeTable1(paperLike())) {
    expect({ flattest: flattest.verdict, oneSam: oneSam.verdict }).toEqual(row.paper);
  }
});

describe('does 1-SAM generalize?', () => {
  test('the paper’s yes turns into no when the runs fail', () => {
    const outcomes = changed(trained('2-mlp-no-bias'), (seed) => ({ 'test-accuracy': 0.7 + 0.01 * seed }));
    expect(judge(outcomes, '2-mlp-no-bias').oneSam.verdict).toBe('no');
  });

  test('the paper’s no turns into yes when the runs generalize', () => {
    const outcomes = changed(trained('2-mlp-bias'), () => ({ 'test-accuracy': 0.99 }));
    expect(judge(outcomes, '2-mlp-bias').oneSam.verdict).toBe('yes');
  });

  test('a wide spread decides nothing', () => {
    const outcomes = changed(trained('2-mlp-bias'), (seed) => ({ 'test-accuracy': seed % 2 === 0 ? 1 : 0.7 }));
    expect(judge(outcomes, '2-mlp-bias').oneSam.verdict).toBe('undecided');
  });

  test('low accuracy is no failure of the algorithm when the baseline is as low', () => {
    const outcomes = changed(
      ({ model, role }) => model === '2-mlp-bias' && role !== 'memorizing',
      (seed) => ({ 'test-accuracy': 0.75 + 0.002 * seed }),
    );
    expect(judge(outcomes, '2-mlp-bias').oneSam.verdict).toBe('undecided');
  });

  test('differences are paired by seed', () => {
    const { difference } = judge(paperLike(), '2-mlp-bias').oneSam;
    expect(difference?.n).toBe(10);
    expect(difference?.mean).toBeCloseTo(-0.211, 10);
    expect(judge(paperLike(), '2-mlp-sim-bn').oneSam.difference?.n).toBe(3);
  });

  test('nets that do not fit, runs that diverge and a single seed decide nothing', () => {
    const unfitted = changed(trained('2-mlp-sim-ln'), () => ({ 'train-accuracy': 0.8 }));
    expect(judge(unfitted, '2-mlp-sim-ln').oneSam.verdict).toBe('undecided');
    const diverged = paperLike().map(
      (outcome): Table1Outcome =>
        trained('2-mlp-sim-ln')(outcome.run) && outcome.run.seed === 2 ? { ...outcome, status: 'diverged' } : outcome,
    );
    expect(judge(diverged, '2-mlp-sim-ln').oneSam).toEqual({
      verdict: 'undecided',
      reason: '1 of 10 runs did not complete',
    });
    const single = paperLike().filter(({ run }) => run.seed === 0);
    expect(judge(single, '2-mlp-no-bias').oneSam.verdict).toBe('undecided');
  });
});

describe('do all flattest minimizers generalize?', () => {
  const memorizing = (model: string) => (run: Table1Outcome['run']) => run.model === model && run.role === 'memorizing';

  test.each([
    ['does not interpolate', { 'train-loss': 0.1 }],
    ['is not flattest', { 'sharpness-ratio': 1.01 }],
    ['generalizes', { 'test-accuracy': 0.95 }],
  ])('a net that %s is no witness', (_, change) => {
    const outcomes = changed(memorizing('2-mlp-bias'), (seed) => (seed === 4 ? change : {}));
    expect(judge(outcomes, '2-mlp-bias').flattest.verdict).toBe('undecided');
  });

  test('a flat interpolating run that fails refutes the theorem', () => {
    const outcomes = changed(trained('2-mlp-no-bias'), (seed) => (seed === 1 ? { 'test-accuracy': 0.6 } : {}));
    expect(judge(outcomes, '2-mlp-no-bias').flattest).toEqual({
      verdict: 'undecided',
      reason: 'Theorem 3.1 says yes, 1 runs are flat and fail',
    });
  });

  test('a sharper run that fails, or one that does not interpolate, refutes nothing', () => {
    for (const change of [{ 'hessian-trace': 32 }, { 'train-loss': 0.2 }]) {
      const outcomes = changed(trained('2-mlp-no-bias'), () => ({ ...change, 'test-accuracy': 0.6 }));
      expect(judge(outcomes, '2-mlp-no-bias').flattest.verdict).toBe('yes');
    }
  });
});

describe('protocol', () => {
  test('every architecture and its comparisons share data: one dataset, equal seeds', () => {
    const runs = table1Runs({ scale: 'paper', seeds: 2 });
    expect(new Set(runs.map(({ experiment }) => JSON.stringify(experiment.dataset))).size).toBe(1);
    for (const { seed, experiment } of runs) expect(experiment.seed).toBe(seed);
    expect(runs).toHaveLength(2 * (4 + 2 + 4));
    expect(new Set(runs.map(({ experiment }) => JSON.stringify(experiment))).size).toBe(runs.length);
  });

  test('quick scale changes epochs alone', () => {
    const strip = (scale: 'quick' | 'paper') =>
      table1Runs({ scale, seeds: 1 })
        .map(({ experiment }) => JSON.stringify(experiment, (key, value) => (key === 'epochs' ? 0 : value)))
        .sort();
    expect(strip('quick')).toEqual(strip('paper'));
  });
});

test('the table shows every architecture, the verdicts and the statistics', () => {
  const text = formatTable1(judgeTable1(paperLike()));
  for (const { architecture } of rows) expect(text).toContain(architecture);
  expect(text).toMatch(/2-layer, bias +no +no +no +no\n/);
  expect(text).toContain('bias: A no, a flattest net that memorizes; B no, mean test accuracy below 0.9');
  expect(text).toContain('0.789 +- 0.009 [0.783, 0.795]');
  expect(text).toContain('-0.211 [-0.217, -0.205]');
});
