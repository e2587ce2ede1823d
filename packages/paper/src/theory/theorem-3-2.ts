import { type ExperimentInput, formatTable, neuronTable } from '@sharpness-lab/core';
import {
  decideByMean,
  decideByWorst,
  type FinishedRun,
  keyed,
  type Study,
  type StudySettings,
} from '@sharpness-lab/studies';
import { defaults } from '../defaults.ts';
import { thresholds } from '../thresholds.ts';
import { finalMetric, interpolates } from './final-metric.ts';

const SEEDS = 3;

const DIMENSION = 8;

/** Radii of 1-SAM: the larger, the flatter the net at the end. */
const radii = [0.01, 0.02, 0.03, 0.05] as const;

function experimentOf({ seed, rho }: { readonly seed: number; readonly rho: number }): ExperimentInput {
  return {
    ...defaults,
    name: `sim-bn-complete-rho${rho}`,
    seed,
    dataset: { name: 'complete-xor', dimension: DIMENSION, tails: 12, testSize: 2_000 },
    model: { name: '2-mlp-sim-bn', width: 50 },
    phases: [{ optimizer: { name: '1-sam', rho, base: { name: 'sgd', learningRate: 0.005 } }, epochs: 8_000 }],
    measure: { logSpaced: 5 },
  };
}

/**
 * Theorem 3.2: on a complete training set, nets with simplified BatchNorm whose trace is close to the infimum 8 use
 * x[1] and x[2] alone and generalize. Here 1-SAM is trained with several radii: the smaller the excess of the trace,
 * the smaller should be the share ||W1_i[3:d]|| / ||W1_i|| of the tail in the neurons, each weighted by
 * |gamma_i W2_i|.
 */
export function theorem32({ seeds = SEEDS }: StudySettings): Study {
  const list = Array.from({ length: seeds }, (_, seed) => seed);
  const trainings = keyed(
    list.flatMap((seed) => radii.map((rho) => ({ seed, rho }))),
    ({ seed, rho }) => `rho-${rho}/seed-${seed}`,
    experimentOf,
  );
  return {
    name: 'theorem-3.2',
    title:
      'simplified BatchNorm on complete training sets: near the infimum of the trace, nets use x[1] and x[2] alone',
    experiments: trainings.experiments,
    conclude(runs) {
      const all = trainings.join(runs);
      const nets = list.map((seed) => all.filter((net) => net.seed === seed));
      /** Of each seed, the nets that interpolate, the flattest first. */
      const fitting = nets.map((ofSeed) =>
        ofSeed.filter(({ run }) => interpolates(run)).sort((a, b) => traceOf(a.run) - traceOf(b.run)),
      );
      return {
        claims: [
          decideByWorst(
            {
              id: 'theorem-3.2/infimum',
              statement: 'No interpolating net is flatter than the infimum.',
              statistic: 'Gauss-Newton part of the trace',
              expected: { above: 8 * (1 - thresholds.interpolates) },
              why: 'the bound is for exact interpolation; the largest training loss that counts is 0.01',
            },
            fitting.flat().map(({ seed, rho, run }) => ({
              label: `seed ${seed}, rho ${rho}`,
              value: traceOf(run),
            })),
          ),
          decideByMean(
            {
              id: 'theorem-3.2/tail-shrinks',
              statement: 'The flatter the net, the smaller the share of the tail in its neurons.',
              statistic: 'share of the tail in the flattest net over that in the sharpest',
              expected: { below: 1 },
              why: 'equal shares would mean that flatness does not select',
            },
            fitting.flatMap((ofSeed) => {
              const [flattest] = ofSeed;
              const sharpest = ofSeed.at(-1);
              return flattest === undefined || sharpest === undefined || flattest === sharpest
                ? []
                : [{ label: `seed ${flattest.seed}`, value: tailShare(flattest.run) / tailShare(sharpest.run) }];
            }),
          ),
          decideByMean(
            {
              id: 'theorem-3.2/flattest-generalizes',
              statement: 'The flattest net generalizes.',
              statistic: 'test accuracy',
              expected: { above: thresholds.generalizes },
              why: 'as in Table 1',
            },
            fitting.flatMap(([flattest]) =>
              flattest === undefined
                ? []
                : [{ label: `seed ${flattest.seed}`, value: finalMetric(flattest.run, 'test-accuracy') }],
            ),
          ),
        ],
        tables: [
          formatTable([
            ['seed', 'rho', 'train loss', 'trace - 8', 'share of the tail', 'test accuracy'],
            ...all.map(({ seed, rho, run }) => [
              String(seed),
              String(rho),
              finalMetric(run, 'train-loss').toExponential(1),
              (traceOf(run) - 8).toFixed(3),
              tailShare(run).toFixed(4),
              finalMetric(run, 'test-accuracy').toFixed(4),
            ]),
          ]),
        ],
      };
    },
  };
}

function traceOf(run: FinishedRun): number {
  return finalMetric(run, 'gauss-newton-trace');
}

/** The mean of ||W1_i[3:d]|| / ||W1_i|| over neurons, weighted by |gamma_i W2_i|; NaN without parameters. */
export function tailShare({ parameters }: Pick<FinishedRun, 'parameters'>): number {
  let share = 0;
  let total = 0;
  for (const { norm, tailNorm, outgoing } of neuronTable(parameters) ?? []) {
    if (norm > 0) share += Math.abs(outgoing) * (tailNorm / norm);
    total += Math.abs(outgoing);
  }
  return share / total;
}
