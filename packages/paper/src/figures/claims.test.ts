import type { MetricValues, ParameterValues } from '@sharpness-lab/core';
import { describe, expect, test } from 'vitest';
import { type Claim, type FinishedRun, judge, type MeasuredPoint } from '../claims/index.ts';
import { figures } from './index.ts';

/** What a synthetic run ends with; it is fitted unless it says otherwise. */
interface Ending {
  readonly final?: MetricValues;
  /** Metrics at [phase, epoch]. */
  readonly on?: readonly (readonly [phase: number, epoch: number, values: MetricValues])[];
  readonly parameters?: ParameterValues;
}

/** The runs of one seed by figure. */
type Scenario = Readonly<Record<string, Ending>>;

const run = ({ final = {}, on = [], parameters = {} }: Ending, status: FinishedRun['status'] = 'completed') =>
  ({
    status,
    final: { 'train-accuracy': 1, ...final },
    measurements: on.map(
      ([phase, epoch, values]): MeasuredPoint => ({
        phase,
        epoch,
        step: 100 * epoch,
        seconds: 0,
        values: { 'train-accuracy': 1, ...values },
      }),
    ),
    parameters,
  }) as unknown as FinishedRun;

/** The verdict when every seed ends alike. */
function verdict(claim: Claim, scenario: Scenario, status?: FinishedRun['status']): string {
  const runs = (figure: string) => run(scenario[figure] ?? {}, status);
  return judge(
    claim,
    [0, 1, 2].map((seed) => ({ seed, runs })),
  ).verdict;
}

const accuracy = (value: number): Ending => ({ final: { 'test-accuracy': value } });
const trace = (value: number): Ending => ({ final: { 'hessian-trace': value } });

interface Case {
  /** Runs like the paper's. */
  readonly holds: Scenario;
  /** Runs that contradict it. */
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

const cases: Readonly<Record<string, Case>> = {
  'fig1a/generalizes': generalizing('fig1a'),
  'fig1a/gets-flatter': {
    holds: { fig1a: { ...trace(80), on: [[0, 0, { 'hessian-trace': 170 }]] } },
    fails: { fig1a: { ...trace(80), on: [[0, 0, { 'hessian-trace': 70 }]] } },
  },
  'fig1b/generalizes': generalizing('fig1b'),
  'fig1b/fits': fitting('fig1b'),
  'fig1b/flatter-than-weight-decay': flatter('fig1b', 'fig1a'),
  'fig4a/generalizes': generalizing('fig4a'),
  'fig4b/fits': fitting('fig4b'),
  'fig4b/flatter-than-weight-decay': flatter('fig4b', 'fig4a'),
  'fig4b/fails-to-generalize': failing('fig4b'),
  'fig4b/worse-than-weight-decay': worse('fig4b', 'fig4a'),
  'fig4b/ends-on-the-bound': onTheBound('fig4b'),
  'fig4b/degrades-after-4000-epochs': degrading('fig4b', 4_000),
  'fig4b/degrades-after-20000-epochs': degrading('fig4b', 20_000),
};

const claims = figures.flatMap((figure) => figure.claims);

test('no claim is without runs that would contradict it', () => {
  expect(Object.keys(cases).sort()).toEqual(claims.map(({ id }) => id).sort());
});

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

  test('belongs to a panel of its figure, and looks at figures that the cases name', () => {
    const figure = figures.find((figure) => figure.claims.includes(claim));
    expect(Object.keys(figure?.panels ?? {})).toContain(id.split('/')[0]);
    expect([...claim.figures].sort()).toEqual(Object.keys(holds).sort());
  });
});
