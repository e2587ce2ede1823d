import type { ExperimentInput } from '@sharpness-lab/core';
import type { FinishedRun, Study } from '@sharpness-lab/studies';
import { describe, expect, test } from 'vitest';
import { simBnOffCompleteSets } from './sim-bn-off-complete-sets.ts';
import { relativeDistance, startsFromFlattest } from './starts-from-flattest.ts';
import { theorem31 } from './theorem-3-1.ts';
import { tailShare, theorem32 } from './theorem-3-2.ts';

/** The results of each run of a study. */
type Left = (run: ExperimentInput) => Partial<Pick<FinishedRun, 'final' | 'parameters' | 'status' | 'data'>>;

async function verdictsOf(study: Study, left: Left): Promise<Record<string, string>> {
  const runOf = (run: ExperimentInput) =>
    ({
      config: run as never,
      status: 'completed',
      final: {},
      measurements: [],
      parameters: {},
      data: {} as never,
      ...left(run),
    }) satisfies FinishedRun;
  const runs = Object.entries(study.experiments).map(([key, run]) => [key, runOf(run)]);
  const { claims } = await study.conclude(Object.fromEntries(runs));
  return Object.fromEntries(claims.map(({ id, verdict }) => [id.split('/')[1], verdict]));
}

const settings = { scale: 'quick', seeds: 3 } as const;
const isTrained = ({ phases }: ExperimentInput) => phases.length > 0;

describe('starts-from-flattest', () => {
  const study = startsFromFlattest(settings);
  const isWoken = ({ init, phases }: ExperimentInput) =>
    init === 'memorizing' &&
    phases.some(({ optimizer }) => typeof optimizer === 'object' && 'weightDecay' in optimizer);
  /** The accuracy at the end of each run that is trained, and whether weight decay wakes memorizing nets. */
  const ending =
    (accuracy: number, oneHot = 0): Left =>
    (run) => ({
      final: { 'test-accuracy': isTrained(run) ? accuracy : 0, 'one-hot-samples': isWoken(run) ? oneHot : 100 },
      parameters: { W1: Float32Array.of(isTrained(run) ? 2 : 1) },
      data: { train: { size: 100 } } as never,
    });

  test('a net that keeps its accuracy stays, one that does not has left', async () => {
    expect((await verdictsOf(study, ending(0.02)))['bias-memorizing-after-noise']).toBe('holds');
    expect((await verdictsOf(study, ending(0.8)))['bias-memorizing-after-noise']).toBe('fails');
    expect((await verdictsOf(study, ending(0.8)))['no-bias-generalizing-after-decay']).toBe('fails');
  });

  test('a woken net is judged by whether it generalizes', async () => {
    const woken = ['bias-memorizing-after-decay', 'sim-ln-memorizing-after-decay'];
    const verdicts = async (left: Left) => {
      const all = await verdictsOf(study, left);
      return woken.map((name) => all[name]);
    };
    expect(await verdicts(ending(0.6))).toEqual(['holds', 'fails']);
    expect(await verdicts(ending(0.95))).toEqual(['fails', 'holds']);
    expect(await verdicts(ending(0.6, 100))).toEqual(['undecided', 'undecided']);
  });

  test('a run that diverged says nothing', async () => {
    const verdicts = await verdictsOf(study, (run) => ({
      ...ending(0)(run),
      status: isTrained(run) ? 'diverged' : 'completed',
    }));
    expect(new Set(Object.values(verdicts))).toEqual(new Set(['undecided']));
  });

  test('the distance is relative to the start, over all parameters', () => {
    const from = { parameters: { W1: Float32Array.of(3, 0), W2: Float32Array.of(4) } };
    const to = { parameters: { W1: Float32Array.of(3, 0.3), W2: Float32Array.of(4.4) } };
    expect(relativeDistance(from, to)).toBeCloseTo(0.5 / 5, 6);
    expect(relativeDistance(from, { parameters: {} })).toBeNaN();
  });
});

describe('sim-bn-off-complete-sets', () => {
  const study = simBnOffCompleteSets(settings);
  /** The results of the search on random sets. On complete ones it finds a net at the infimum by default. */
  const found =
    (trace: number, accuracy: number, loss = 1e-9, complete = { trace: 8.0001, accuracy: 1 }): Left =>
    ({ init, dataset }) => {
      if (init === 'generalizing') return { final: { 'hessian-trace': 7.96, 'test-accuracy': 1, 'train-loss': 0 } };
      const isComplete = (dataset as { name: string }).name === 'complete-xor';
      return {
        final: {
          'hessian-trace': isComplete ? complete.trace : trace,
          'test-accuracy': isComplete ? complete.accuracy : accuracy,
          'train-loss': loss,
        },
      };
    };

  test.each([
    ['flatter and wrong', found(7.8, 0.75), 'holds'],
    ['flatter and right', found(7.8, 0.99), 'undecided'],
    ['sharper and wrong', found(9, 0.75), 'undecided'],
    ['flat because it does not fit', found(0.1, 0.6, 1), 'undecided'],
  ])('a net that is %s', async (_, left, verdict) => {
    expect((await verdictsOf(study, left))['flatter-net-that-fails']).toBe(verdict);
  });

  test('on complete sets a net below the infimum, or one that fails, is told', async () => {
    const holds = { 'infimum-of-complete-sets': 'holds', 'complete-sets-generalize': 'holds' };
    expect(await verdictsOf(study, found(7.8, 0.75))).toMatchObject(holds);
    expect(await verdictsOf(study, found(7.8, 0.75, 1e-9, { trace: 7.8, accuracy: 0.7 }))).toMatchObject({
      'infimum-of-complete-sets': 'fails',
      'complete-sets-generalize': 'fails',
    });
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
