import { describe, expect, test } from 'vitest';
import { answerTable1, type Table1Net } from './answer.ts';
import { formatTable1 } from './format.ts';
import { rows, table1Runs } from './protocol.ts';

const ACCURATE = { 'train-accuracy': 1, 'test-accuracy': 1, 'train-loss': 0.001, 'hessian-trace': 27 };
const FLATTEST = { 'train-loss': 1e-9, 'hessian-trace': 22.27, 'sharpness-bound': 22.27, 'sharpness-ratio': 1.00001 };

/** Outcomes in which every answer is the paper's, with slightly different accuracies from seed to seed. */
function paperLike(): Table1Net[] {
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
  select: (run: Table1Net['run']) => boolean,
  change: (seed: number) => Record<string, number>,
): Table1Net[] {
  return paperLike().map((net) =>
    select(net.run) ? { ...net, final: { ...net.final, ...change(net.run.seed) } } : net,
  );
}

const judge = (nets: Table1Net[], model: string) => {
  const judged = answerTable1(nets).find(({ row }) => row.model === model);
  if (judged === undefined) throw new Error(`no row for ${model}`);
  return judged;
};

const trained = (model: string) => (run: Table1Net['run']) => run.model === model && run.role === 'oneSam';

test('nets like the paper’s give the paper’s verdicts', () => {
  for (const { row, flattest, oneSam } of answerTable1(paperLike())) {
    expect({ flattest: flattest.answer, oneSam: oneSam.answer }).toEqual(row.paper);
  }
});

describe('does 1-SAM generalize?', () => {
  test('the paper’s yes turns into no when the runs fail', () => {
    const nets = changed(trained('2-mlp-no-bias'), (seed) => ({ 'test-accuracy': 0.7 + 0.01 * seed }));
    expect(judge(nets, '2-mlp-no-bias').oneSam.answer).toBe('no');
  });

  test('the paper’s no turns into yes when the runs generalize', () => {
    const nets = changed(trained('2-mlp-bias'), () => ({ 'test-accuracy': 0.99 }));
    expect(judge(nets, '2-mlp-bias').oneSam.answer).toBe('yes');
  });

  test('a wide spread decides nothing', () => {
    const nets = changed(trained('2-mlp-bias'), (seed) => ({ 'test-accuracy': seed % 2 === 0 ? 1 : 0.7 }));
    expect(judge(nets, '2-mlp-bias').oneSam.answer).toBe('undecided');
  });

  test('low accuracy is no failure of the algorithm when the baseline is as low', () => {
    const nets = changed(
      ({ model, role }) => model === '2-mlp-bias' && role !== 'memorizing',
      (seed) => ({ 'test-accuracy': 0.75 + 0.002 * seed }),
    );
    expect(judge(nets, '2-mlp-bias').oneSam.answer).toBe('undecided');
  });

  test('differences are paired by seed', () => {
    const { difference } = judge(paperLike(), '2-mlp-bias').oneSam;
    expect(difference?.n).toBe(10);
    expect(difference?.mean).toBeCloseTo(-0.211, 10);
    expect(judge(paperLike(), '2-mlp-sim-bn').oneSam.difference?.n).toBe(3);
  });

  test('nets that do not fit, runs that diverge and a single seed decide nothing', () => {
    const unfitted = changed(trained('2-mlp-sim-ln'), () => ({ 'train-accuracy': 0.8 }));
    expect(judge(unfitted, '2-mlp-sim-ln').oneSam.answer).toBe('undecided');
    const diverged = paperLike().map(
      (net): Table1Net =>
        trained('2-mlp-sim-ln')(net.run) && net.run.seed === 2 ? { ...net, status: 'diverged' } : net,
    );
    expect(judge(diverged, '2-mlp-sim-ln').oneSam).toEqual({
      answer: 'undecided',
      reason: '1 of 10 runs did not complete',
    });
    const single = paperLike().filter(({ run }) => run.seed === 0);
    expect(judge(single, '2-mlp-no-bias').oneSam.answer).toBe('undecided');
  });
});

describe('do all flattest minimizers generalize?', () => {
  const memorizing = (model: string) => (run: Table1Net['run']) => run.model === model && run.role === 'memorizing';

  test.each([
    ['does not interpolate', { 'train-loss': 0.1 }],
    ['is not flattest', { 'sharpness-ratio': 1.01 }],
    ['generalizes', { 'test-accuracy': 0.95 }],
  ])('a net that %s is no witness', (_, change) => {
    const nets = changed(memorizing('2-mlp-bias'), (seed) => (seed === 4 ? change : {}));
    expect(judge(nets, '2-mlp-bias').flattest.answer).toBe('undecided');
  });

  test('a flat interpolating run that fails refutes the theorem', () => {
    const nets = changed(trained('2-mlp-no-bias'), (seed) => (seed === 1 ? { 'test-accuracy': 0.6 } : {}));
    expect(judge(nets, '2-mlp-no-bias').flattest).toEqual({
      answer: 'undecided',
      reason: 'Theorem 3.1 says yes, 1 runs are flat and fail',
    });
  });

  test('a sharper run that fails, or one that does not interpolate, refutes nothing', () => {
    for (const change of [{ 'hessian-trace': 32 }, { 'train-loss': 0.2 }]) {
      const nets = changed(trained('2-mlp-no-bias'), () => ({ ...change, 'test-accuracy': 0.6 }));
      expect(judge(nets, '2-mlp-no-bias').flattest.answer).toBe('yes');
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
  const text = formatTable1(answerTable1(paperLike()));
  for (const { architecture } of rows) expect(text).toContain(architecture);
  expect(text).toMatch(/2-layer, bias +no +no +no +no\n/);
  expect(text).toContain('bias: A no, a flattest net that memorizes; B no, mean test accuracy below 0.9');
  expect(text).toContain('0.789 +- 0.009 [0.783, 0.795]');
  expect(text).toContain('-0.211 [-0.217, -0.205]');
});
