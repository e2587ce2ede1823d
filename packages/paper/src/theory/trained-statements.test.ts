import type { ExperimentInput } from '@sharpness-lab/core';
import { describe, expect, test } from 'vitest';
import type { FinishedRun, Study } from '../claims/index.ts';
import { simBnOffCompleteSets } from './sim-bn-off-complete-sets.ts';
import { startsFromFlattest } from './starts-from-flattest.ts';
import { theorem31 } from './theorem-3-1.ts';
import { tailShare, theorem32 } from './theorem-3-2.ts';

/** What a run left, for each run of a study. */
type Left = (run: ExperimentInput) => Partial<Pick<FinishedRun, 'final' | 'parameters' | 'status'>>;

async function verdictsOf(study: Study, left: Left): Promise<Record<string, string>> {
  const runs = study.runs.map(
    (run) =>
      ({
        config: run as never,
        status: 'completed',
        final: {},
        measurements: [],
        parameters: {},
        data: {} as never,
        ...left(run),
      }) satisfies FinishedRun,
  );
  const { outcomes } = await study.conclude(runs);
  return Object.fromEntries(outcomes.map(({ id, verdict }) => [id.split('/')[1], verdict]));
}

const settings = { scale: 'quick', seeds: 3 } as const;
const isTrained = ({ phases }: ExperimentInput) => phases.length > 0;

describe('starts-from-flattest', () => {
  const study = startsFromFlattest(settings);
  const ending =
    (accuracy: number): Left =>
    (run) => ({
      final: { 'test-accuracy': isTrained(run) ? accuracy : 0 },
      parameters: { W1: Float32Array.of(isTrained(run) ? 2 : 1) },
    });

  test('a net that keeps its accuracy stays, one that does not has left', async () => {
    expect((await verdictsOf(study, ending(0.02)))['bias-memorizing']).toBe('holds');
    expect((await verdictsOf(study, ending(0.8)))['bias-memorizing']).toBe('fails');
  });

  test('a run that diverged says nothing', async () => {
    const verdicts = await verdictsOf(study, (run) => ({
      ...ending(0)(run),
      status: isTrained(run) ? 'diverged' : 'completed',
    }));
    expect(new Set(Object.values(verdicts))).toEqual(new Set(['undecided']));
  });
});

describe('sim-bn-off-complete-sets', () => {
  const study = simBnOffCompleteSets(settings);
  const found =
    (trace: number, accuracy: number, loss = 1e-5): Left =>
    (run) => ({
      final: isTrained(run)
        ? { 'hessian-trace': trace, 'test-accuracy': accuracy, 'train-loss': loss }
        : { 'hessian-trace': 7.96, 'test-accuracy': 1, 'train-loss': 0 },
    });

  test.each([
    ['flatter and wrong', found(7.8, 0.75), 'holds'],
    ['flatter and right', found(7.8, 0.99), 'undecided'],
    ['sharper and wrong', found(9, 0.75), 'undecided'],
    ['flat because it does not fit', found(0.1, 0.6, 1), 'undecided'],
  ])('a net that is %s', async (_, left, verdict) => {
    expect(await verdictsOf(study, left)).toEqual({ 'flatter-net-that-fails': verdict });
  });
});

describe('theorem-3.1', () => {
  const study = theorem31(settings);
  /** Test loss constant (d / n)^power, and layers whose sum of squares is the trace. */
  const rate =
    (power: number, constant: number, firstLayer = 4, pathNorm = 3): Left =>
    ({ dataset }) => {
      const { dimension, trainSize } = dataset as unknown as { dimension: number; trainSize: number };
      return {
        final: {
          'train-loss': 1e-4,
          'test-loss': constant * (dimension / trainSize) ** power,
          'hessian-trace': 16 + dimension,
          'layer-1-norm': trainSize === 20 ? firstLayer : 4,
          'layer-2-norm': 1,
          'path-norm': dimension === 30 ? pathNorm : 3,
        },
      };
    };

  test('a faster fall holds, a slower one and a larger constant fail', async () => {
    expect(await verdictsOf(study, rate(1.5, 0.5))).toEqual({
      slope: 'holds',
      bounded: 'holds',
      'lemma-a-11': 'holds',
      'lemma-3-1': 'holds',
    });
    expect(await verdictsOf(study, rate(0.5, 0.1))).toMatchObject({ slope: 'fails', bounded: 'holds' });
    expect(await verdictsOf(study, rate(1.5, 20))).toMatchObject({ slope: 'holds', bounded: 'fails' });
  });

  test('a trace far from the layers’ norms contradicts lemma A.11', async () => {
    expect(await verdictsOf(study, rate(1.5, 0.5, 40))).toMatchObject({ 'lemma-a-11': 'fails' });
  });

  test('a path norm that grows with the dimension contradicts lemma 3.1, and one that was not measured does not hold', async () => {
    expect(await verdictsOf(study, rate(1.5, 0.5, 4, 6))).toMatchObject({ 'lemma-3-1': 'fails' });
    expect(await verdictsOf(study, rate(1.5, 0.5, 4, Number.NaN))).toMatchObject({ 'lemma-3-1': 'fails' });
  });

  test('nets that do not fit count for nothing', async () => {
    const unfitted: Left = (run) => ({ final: { ...rate(1.5, 0.5)(run).final, 'train-loss': 0.5 } });
    expect(new Set(Object.values(await verdictsOf(study, unfitted)))).toEqual(new Set(['undecided']));
  });
});

describe('theorem-3.2', () => {
  const study = theorem32(settings);
  const rhoOf = ({ phases }: ExperimentInput) =>
    (phases as unknown as [{ optimizer: { rho: number } }])[0].optimizer.rho;
  /** One neuron whose tail has the given share of its norm. */
  const net = (share: number) => ({
    W1: Float32Array.of(Math.sqrt(1 - share * share), 0, share),
    gamma: Float32Array.of(1),
    W2: Float32Array.of(2),
  });
  /** The larger rho, the flatter. */
  const nets =
    (share: (rho: number) => number, trace = (rho: number) => 9 - 10 * rho, accuracy = 1): Left =>
    (run) => ({
      final: { 'train-loss': 1e-5, 'gauss-newton-trace': trace(rhoOf(run)), 'test-accuracy': accuracy },
      parameters: net(share(rhoOf(run))),
    });

  test('tails that shrink with the trace hold, tails that grow fail', async () => {
    const holds = { infimum: 'holds', 'tail-shrinks': 'holds', 'flattest-generalizes': 'holds' };
    expect(
      await verdictsOf(
        study,
        nets((rho) => 0.5 - 5 * rho),
      ),
    ).toEqual(holds);
    expect(
      await verdictsOf(
        study,
        nets((rho) => 5 * rho),
      ),
    ).toMatchObject({ 'tail-shrinks': 'fails' });
  });

  test('a net below the infimum, or a flattest net that fails, is told', async () => {
    const verdicts = await verdictsOf(
      study,
      nets(
        () => 0.1,
        () => 7,
        0.5,
      ),
    );
    expect(verdicts).toMatchObject({ infimum: 'fails', 'flattest-generalizes': 'fails' });
  });

  test('neurons count by what they add to the output', () => {
    const parameters = {
      // Tails 3/5 and 0; the second neuron adds three times as much.
      W1: Float32Array.of(4, 0, 3, 1, 1, 0),
      gamma: Float32Array.of(1, 3),
      W2: Float32Array.of(1, -1),
    };
    expect(tailShare({ parameters })).toBeCloseTo(0.6 / 4, 6);
  });
});
