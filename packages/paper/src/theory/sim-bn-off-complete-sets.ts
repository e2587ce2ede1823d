import { type ExperimentInput, formatTable } from '@sharpness-lab/core';
import { decideByWorst, type FinishedRun, type Study, type StudySettings, undecided } from '../claims/index.ts';
import { thresholds } from '../claims/thresholds.ts';
import { defaults } from '../presets.ts';

const SEEDS = 3;

/** Narrow: steps are cheap, and there is less to average over. */
const WIDTH = 12;

function experimentOf(seed: number, init: 'generalizing' | 'uniform-fan-in'): ExperimentInput {
  const base = { name: 'sgd', learningRate: 0.005 };
  return {
    ...defaults,
    name: `sim-bn-${init}`,
    seed,
    dataset: { name: 'xor', dimension: 30, trainSize: 100 },
    model: { name: '2-mlp-sim-bn', width: WIDTH },
    init,
    phases:
      init === 'generalizing'
        ? []
        : [
            { optimizer: { name: '1-sam', rho: 0.05, base }, epochs: 5_000 },
            { optimizer: { name: 'label-noise-sgd', sigma: 0.5, base }, epochs: 10_000 },
            { optimizer: base, epochs: 1_000 },
          ],
  };
}

/**
 * Theorem 3.2 speaks of complete training sets. On random ones of P_xor, is there an interpolating net with simplified
 * BatchNorm that is at least as flat as the generalizing net of lemma A.1 on the same data and does not generalize? One
 * such net refutes the theorem's conclusion there. 1-SAM and then label noise, which makes minimizers flatter too, on a narrow
 * network look for it.
 */
export function simBnOffCompleteSets({ seeds = SEEDS }: StudySettings): Study {
  const list = Array.from({ length: seeds }, (_, seed) => seed);
  return {
    name: 'sim-bn-off-complete-sets',
    title: 'simplified BatchNorm on random training sets: a flat net that does not generalize',
    runs: list.flatMap((seed) => [experimentOf(seed, 'generalizing'), experimentOf(seed, 'uniform-fan-in')]),
    conclude(runs) {
      const found = list.map((seed) => ({
        seed,
        generalizing: runs[2 * seed] as FinishedRun,
        trained: runs[2 * seed + 1] as FinishedRun,
      }));
      const assertion = {
        id: 'sim-bn-off-complete-sets/flatter-net-that-fails',
        statement: 'On random training sets, nets as flat as the generalizing one need not generalize.',
        statistic: `trace of interpolating nets with test accuracy below ${thresholds.generalizes}, less that of the generalizing net`,
        expected: { below: 0 },
        why: 'a net that is flatter and fails is a counterexample',
      };
      const failing = found.filter(
        ({ trained: { final, status } }) =>
          status === 'completed' &&
          (final['train-loss'] ?? Number.NaN) <= thresholds.interpolates &&
          (final['test-accuracy'] ?? Number.NaN) < thresholds.generalizes,
      );
      const counterexamples = failing
        .map(({ seed, generalizing, trained }) => ({
          label: `seed ${seed}`,
          value: traceOf(trained) - traceOf(generalizing),
        }))
        .filter(({ value }) => value < 0);
      return {
        outcomes: [
          counterexamples.length > 0
            ? decideByWorst(assertion, counterexamples)
            : undecided(assertion, `no such net was found in ${seeds} searches`),
        ],
        tables: [
          formatTable([
            ['seed', 'generalizing net: trace', 'found: trace', 'train loss', 'test accuracy'],
            ...found.map(({ seed, generalizing, trained: { final } }) => [
              String(seed),
              traceOf(generalizing).toFixed(3),
              (final['hessian-trace'] ?? Number.NaN).toFixed(3),
              (final['train-loss'] ?? Number.NaN).toExponential(1),
              (final['test-accuracy'] ?? Number.NaN).toFixed(4),
            ]),
          ]),
        ],
      };
    },
  };
}

function traceOf({ final }: FinishedRun): number {
  return final['hessian-trace'] ?? Number.NaN;
}
