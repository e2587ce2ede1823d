import type { MetricValues, ParameterValues, Samples } from '@sharpness-lab/core';
import type { FinishedRun } from '@sharpness-lab/studies';
import { describe, expect, test } from 'vitest';
import { presets } from '../presets.ts';
import { type FigureClaim, judge } from './figure-claim.ts';
import { figures } from './figures.ts';

/** The end of a synthetic run. The training set is fitted by default. */
interface Ending {
  readonly final?: MetricValues;
  /** Metrics at [phase, epoch]. */
  readonly on?: readonly (readonly [phase: number, epoch: number, values: MetricValues])[];
  readonly parameters?: ParameterValues;
}

/** The runs of one seed by figure. */
type Scenario = Readonly<Record<string, Ending>>;

/** Four points with the norm of P_xor's in 30 dimensions, and targets +-1. */
const trainingSet: Samples = {
  size: 4,
  dimension: 30,
  inputs: new Float32Array(120).fill(1),
  targets: Float32Array.from([1, -1, 1, -1]),
};

const run = ({ final = {}, on = [], parameters = {} }: Ending, status: FinishedRun['status'] = 'completed') =>
  ({
    status,
    final: { 'train-accuracy': 1, ...final },
    measurements: on.map(([phase, epoch, values]): FinishedRun['measurements'][number] => ({
      phase,
      epoch,
      step: 100 * epoch,
      seconds: 0,
      values: { 'train-accuracy': 1, ...values },
    })),
    parameters,
    data: { train: trainingSet },
  }) as unknown as FinishedRun;

/** The verdict when every seed ends alike. */
function verdict(claim: FigureClaim, scenario: Scenario, status?: FinishedRun['status']): string {
  const runs = (figure: string) => run(scenario[figure] ?? {}, status);
  return judge(
    claim,
    [0, 1, 2].map((seed) => ({ seed, runs })),
  ).verdict;
}

const accuracy = (value: number): Ending => ({ final: { 'test-accuracy': value } });
const trace = (value: number): Ending => ({ final: { 'hessian-trace': value } });

interface Case {
  /** Runs as in the paper. */
  readonly holds: Scenario;
  /** Runs that contradict the claim. */
  readonly fails: Scenario;
}

const generalizing = (figure: string): Case => ({
  holds: { [figure]: accuracy(0.95) },
  fails: { [figure]: accuracy(0.85) },
});
const failing = (figure: string): Case => ({
  holds: { [figure]: accuracy(0.8) },
  fails: { [figure]: accuracy(0.92) },
});
const fitting = (figure: string): Case => ({
  holds: { [figure]: { final: { 'train-accuracy': 1 } } },
  fails: { [figure]: { final: { 'train-accuracy': 0.97 } } },
});
const worse = (figure: string, baseline: string): Case => ({
  holds: { [figure]: accuracy(0.8), [baseline]: accuracy(0.99) },
  fails: { [figure]: accuracy(0.8), [baseline]: accuracy(0.84) },
});
const flatter = (figure: string, baseline: string): Case => ({
  holds: { [figure]: trace(22), [baseline]: trace(80) },
  fails: { [figure]: trace(81), [baseline]: trace(80) },
});
const onTheBound = (figure: string): Case => ({
  holds: { [figure]: { final: { 'sharpness-ratio': 1.02 } } },
  fails: { [figure]: { final: { 'sharpness-ratio': 1.1 } } },
});
const degrading = (figure: string, epoch: number): Case => ({
  holds: { [figure]: { ...accuracy(0.75), on: [[0, Math.round(1.1 * epoch), { 'test-accuracy': 0.8 }]] } },
  fails: { [figure]: { ...accuracy(0.81), on: [[0, Math.round(1.1 * epoch), { 'test-accuracy': 0.8 }]] } },
});
const gaussNewtonOnTheBound = (figure: string): Case => ({
  holds: { [figure]: { final: { 'gauss-newton-trace': 2.05, 'hessian-trace': 2.5, 'sharpness-bound': 2 } } },
  fails: { [figure]: { final: { 'gauss-newton-trace': 2.2, 'hessian-trace': 2, 'sharpness-bound': 2 } } },
});

/**
 * The same runs with the first figure's metrics at the end of a phase. Other phases and the end of the run have
 * misleading values.
 */
const atEndOf = (phase: number, { holds, fails }: Case): Case => {
  const moved = (scenario: Scenario): Scenario => {
    const [figure, { final = {} }] = Object.entries(scenario)[0] as [string, Ending];
    const on = [
      [phase, 100, misleading],
      [phase, 200, final],
      [phase + 1, 300, misleading],
    ] as const;
    return { ...scenario, [figure]: { final: misleading, on } };
  };
  return { holds: moved(holds), fails: moved(fails) };
};
const misleading = { 'test-accuracy': Number.NaN, 'hessian-trace': Number.NaN, 'train-accuracy': Number.NaN };

/**
 * A first layer of 20 neurons in 5 dimensions like figure 2b's: four of weights (+-10, +-second, tail...), the others
 * equal to `others` in one tail coordinate; 3.6 times as much signal as tail.
 */
const fourNeurons = ({ second = 10, tail = 0.1, others = 1, lastSign = 1 }): ParameterValues => {
  const W1 = new Float32Array(100);
  const W2 = new Float32Array(20);
  [
    [1, 1],
    [1, -1],
    [-1, 1],
    [-1, -1],
  ].forEach(([a, b], k) => {
    W1.set([10 * (a as number), second * (b as number), tail, 0, 0], 5 * (k + 8));
    W2[k + 8] = (a as number) * (b as number) * (k === 3 ? lastSign : 1);
  });
  for (let k = 0; k < 20; k++) if (k < 8 || k > 11) W1[5 * k + 2] = others;
  return { W1, W2, gamma: new Float32Array(20).fill(0.5) };
};

const cases: Readonly<Record<string, Case>> = {
  'fig1a/generalizes': generalizing('fig1a'),
  'fig1a/gets-flatter': {
    holds: { fig1a: { ...trace(80), on: [[0, 0, { 'hessian-trace': 170 }]] } },
    fails: { fig1a: { ...trace(80), on: [[0, 0, { 'hessian-trace': 70 }]] } },
  },
  'fig1b/generalizes': generalizing('fig1b'),
  'fig1b/fits': fitting('fig1b'),
  'fig1b/flatter-than-weight-decay': flatter('fig1b', 'fig1a'),
  'fig2a/generalizes': atEndOf(0, generalizing('fig2a')),
  'fig2a/fits-after-rho-1': atEndOf(1, fitting('fig2a')),
  'fig2a/generalizes-after-rho-1': atEndOf(1, generalizing('fig2a')),
  'fig2b/signal-columns-stand-out': {
    holds: { fig2a: { parameters: fourNeurons({}) } },
    fails: { fig2a: { parameters: fourNeurons({ others: 6 }) } },
  },
  'fig2b/largest-neurons-see-the-signal-alone': {
    holds: { fig2a: { parameters: fourNeurons({}) } },
    fails: { fig2a: { parameters: fourNeurons({ tail: 3 }) } },
  },
  'fig2b/largest-neurons-see-both-coordinates-alike': {
    holds: { fig2a: { parameters: fourNeurons({}) } },
    fails: { fig2a: { parameters: fourNeurons({ second: 7 }) } },
  },
  'fig2b/largest-neurons-cover-the-quadrants': {
    holds: { fig2a: { parameters: fourNeurons({}) } },
    fails: { fig2a: { parameters: fourNeurons({ lastSign: -1 }) } },
  },
  'fig4a/generalizes': generalizing('fig4a'),
  'fig4b/fits': fitting('fig4b'),
  'fig4b/flatter-than-weight-decay': flatter('fig4b', 'fig4a'),
  'fig4b/fails-to-generalize': failing('fig4b'),
  'fig4b/worse-than-weight-decay': worse('fig4b', 'fig4a'),
  'fig4b/ends-on-the-bound': onTheBound('fig4b'),
  'fig4b/degrades-after-4000-epochs': degrading('fig4b', 4_000),
  'fig4b/degrades-after-20000-epochs': degrading('fig4b', 20_000),
  'fig5a/generalizes': generalizing('fig5a'),
  'fig5b/fits': atEndOf(1, fitting('fig5b')),
  'fig5b/flatter-than-weight-decay': atEndOf(1, flatter('fig5b', 'fig5a')),
  'fig5b/fails-to-generalize': atEndOf(1, failing('fig5b')),
  'fig5b/worse-than-weight-decay': atEndOf(1, worse('fig5b', 'fig5a')),
  'fig5b/fits-after-rho-1': atEndOf(2, fitting('fig5b')),
  'fig5b/fails-to-generalize-after-rho-1': atEndOf(2, failing('fig5b')),
  'fig6a/generalizes': generalizing('fig6a'),
  'fig6a/ends-on-the-bound': gaussNewtonOnTheBound('fig6a'),
  'fig6b/generalizes': generalizing('fig6b'),
  'fig6b/ends-on-the-bound': gaussNewtonOnTheBound('fig6b'),
  'fig7a/lower-test-loss-than-with-bias': {
    holds: { fig7a: { final: { 'test-loss': 0.1 } }, fig7b: { final: { 'test-loss': 0.3 } } },
    fails: { fig7a: { final: { 'test-loss': 0.2 } }, fig7b: { final: { 'test-loss': 0.3 } } },
  },
  'fig7b/lower-accuracy-than-without-bias': {
    holds: { fig7a: accuracy(0.9), fig7b: accuracy(0.8) },
    fails: { fig7a: accuracy(0.9), fig7b: accuracy(0.87) },
  },
  'fig8a/generalizes': generalizing('fig8a'),
  'fig8b/fits': fitting('fig8b'),
  'fig8b/generalizes': generalizing('fig8b'),
  'fig9a/generalizes': generalizing('fig9a'),
  'fig9b/fits': fitting('fig9b'),
  'fig9b/fails-to-generalize': failing('fig9b'),
  'fig9b/worse-than-weight-decay': worse('fig9b', 'fig9a'),
  'fig9b/ends-on-the-bound': {
    holds: { fig9b: { final: { 'train-loss': 0.501, 'hessian-trace': 2.5 } } },
    fails: { fig9b: { final: { 'train-loss': 0.501, 'hessian-trace': 2.7 } } },
  },
  'fig9b/degrades-after-2000-epochs': degrading('fig9b', 2_000),
  'fig10a/generalizes': generalizing('fig10a'),
  'fig10b/generalizes': generalizing('fig10b'),
  'fig11a/generalizes': generalizing('fig11a'),
  'fig11b/fits': fitting('fig11b'),
  'fig11b/flatter-than-weight-decay': flatter('fig11b', 'fig11a'),
  'fig11b/fails-to-generalize': failing('fig11b'),
  'fig11b/worse-than-weight-decay': worse('fig11b', 'fig11a'),
  'fig11b/ends-on-the-bound': onTheBound('fig11b'),
};

const claims = figures.flatMap((figure) => figure.claims);

test('no claim is without runs that would contradict it', () => {
  expect(Object.keys(cases).sort()).toEqual(claims.map(({ id }) => id).sort());
});

test('every experiment of the paper bears on a claim, and every claim on experiments that there are', () => {
  expect([...new Set(claims.flatMap(({ figures }) => figures))].sort()).toEqual(Object.keys(presets).sort());
});

/** Whether a claim is itself about how far the training set is learned, or about sharpness whatever is learned. */
const judgesTheFit = ({ id }: FigureClaim) => /\/fits/.test(id) || id === 'fig1a/gets-flatter';

/** The same runs with networks that have not learned their training set. */
function unlearned(scenario: Scenario): Scenario {
  const poor = { 'train-accuracy': 0.9, 'train-loss': 0.8 };
  return Object.fromEntries(
    Object.entries(scenario).map(([figure, { final, on = [], ...ending }]) => [
      figure,
      {
        ...ending,
        final: { ...final, ...poor },
        on: on.map(([phase, epoch, values]) => [phase, epoch, { ...values, ...poor }]),
      },
    ]),
  );
}

describe.each(claims.map((claim) => [claim.id, claim] as const))('%s', (id, claim) => {
  const { holds, fails } = cases[id] as Case;

  test('holds for runs like the paper’s', () => expect(verdict(claim, holds)).toBe('holds'));

  test('fails for runs that contradict it', () => expect(verdict(claim, fails)).toBe('fails'));

  test('is undecided where a run diverged or nothing was measured', () => {
    expect(verdict(claim, holds, 'diverged')).toBe('undecided');
    const unmeasured = { ...run({}), final: {} };
    expect(
      judge(
        claim,
        [0, 1, 2].map((seed) => ({ seed, runs: () => unmeasured })),
      ).verdict,
    ).toBe('undecided');
  });

  test.skipIf(judgesTheFit(claim))('is undecided where the training set was not learned', () => {
    expect(verdict(claim, unlearned(holds))).toBe('undecided');
    expect(verdict(claim, unlearned(fails))).toBe('undecided');
  });

  test('belongs to a panel of its figure, and looks at figures that the cases name', () => {
    const figure = figures.find((figure) => figure.claims.includes(claim));
    expect(Object.keys(figure?.panels ?? {})).toContain(id.split('/')[0]);
    expect([...claim.figures].sort()).toEqual(Object.keys(holds).sort());
  });
});
