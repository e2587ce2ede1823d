import { type ExperimentInput, formatTable, log } from '@sharpness-lab/core';
import {
  decideByMean,
  decideByWorst,
  type FinishedRun,
  keyed,
  meanInterval,
  type Study,
  type StudySettings,
} from '@sharpness-lab/studies';
import { defaults } from '../defaults.ts';
import { finalMetric, interpolates } from './final-metric.ts';

const dimensions = [10, 20, 30] as const;

/** Training samples a dimension. */
const multiples = [2, 4, 8, 16] as const;

const SEEDS = 3;

/** Steps for every size of the training set: enough to interpolate. */
const STEPS = 500_000;

/**
 * sum_j ||W1_j|| |W2_j| of the exact four-neuron net of appendix A.2.4 as e goes to 0: 4 sqrt(2) / 2, for all d and n.
 */
const EXACT_PATH_NORM = 2 * Math.sqrt(2);

interface Setting {
  readonly dimension: number;
  readonly size: number;
  readonly seed: number;
}

function experimentOf({ dimension, size, seed }: Setting): ExperimentInput {
  return {
    ...defaults,
    name: `no-bias-d${dimension}-n${size}`,
    seed,
    dataset: { name: 'xor', dimension, trainSize: size, testSize: 10_000 },
    model: { name: '2-mlp-no-bias', width: 100 },
    phases: [
      {
        optimizer: { name: '1-sam', rho: 0.05, base: { name: 'sgd', learningRate: 0.01 } },
        epochs: Math.ceil(STEPS / size),
      },
    ],
    measure: { logSpaced: 5 },
  };
}

/**
 * Theorem 3.1: with n = Omega(d log(d / delta)) samples, every flattest interpolating net without bias has a test loss
 * of order d / n. Here 1-SAM, which ends near flattest nets, is trained over a grid of n and d. On the way, lemma A.11:
 * the trace lies between constant multiples of ||W1||_F^2 + d ||W2||^2. And lemma 3.1: the path norm is bounded, with a
 * constant that depends on neither n nor d.
 */
export function theorem31({ seeds = SEEDS }: StudySettings): Study {
  const list = Array.from({ length: seeds }, (_, seed) => seed);
  const settings = dimensions.flatMap((dimension) =>
    multiples.flatMap((multiple) => list.map((seed) => ({ dimension, size: multiple * dimension, seed }))),
  );
  const nets = keyed(settings, ({ dimension, size, seed }) => `d-${dimension}/n-${size}/seed-${seed}`, experimentOf);
  return {
    name: 'theorem-3.1',
    title: 'no bias: the test loss of flat nets falls with d / n',
    experiments: nets.experiments,
    conclude(runs) {
      const measured = nets.join(runs);
      const fitting = measured.filter(({ run }) => interpolates(run));
      return {
        claims: [
          decideByMean(
            {
              id: 'theorem-3.1/slope',
              statement: 'The test loss falls at least as fast as d / n.',
              statistic: 'slope of log test loss over log(d / n), n from 2 d to 16 d',
              expected: { above: 1 },
              why: 'the bound is of first order in d / n',
            },
            list.flatMap((seed) => {
              const points = fitting.filter((each) => each.seed === seed);
              return points.length < 2 ? [] : [{ label: `seed ${seed}`, value: slopeOf(points) }];
            }),
          ),
          decideByWorst(
            {
              id: 'theorem-3.1/bounded',
              statement: 'The test loss is at most d / n, once n >= 8 d.',
              statistic: 'test loss over d / n',
              expected: { below: 1 },
              why: 'the constant of the bound, which the paper leaves open, taken as 1',
            },
            fitting
              .filter(({ dimension, size }) => size >= 8 * dimension)
              .map(({ dimension, size, seed, run }) => ({
                label: `d ${dimension}, n ${size}, seed ${seed}`,
                value: lossOf(run) / (dimension / size),
              })),
          ),
          decideByWorst(
            {
              id: 'theorem-3.1/lemma-a-11',
              statement: 'The trace is within a constant factor of ||W1||_F^2 + d ||W2||^2.',
              statistic: 'the largest of trace / (||W1||_F^2 + d ||W2||^2) over the smallest',
              expected: { below: 4 },
              why: 'on random points half of a neuron’s samples are active; constants C1 and C2 within a factor of 4',
            },
            fitting.length === 0 ? [] : [{ label: 'all nets', value: spreadOfRatios(fitting) }],
          ),
          decideByWorst(
            {
              id: 'theorem-3.1/lemma-3-1',
              statement: 'The path norm is bounded, whatever n and d.',
              statistic: 'sum_j ||W1_j|| |W2_j| over that of the exact four-neuron net',
              expected: { below: 2 },
              why: 'the paper leaves the constant open; one net that is bounded for all n and d has 2 sqrt(2), twice that is room',
            },
            fitting.map(({ dimension, size, seed, run }) => ({
              label: `d ${dimension}, n ${size}, seed ${seed}`,
              value: finalMetric(run, 'path-norm') / EXACT_PATH_NORM,
            })),
          ),
        ],
        tables: [table(measured)],
      };
    },
  };
}

interface MeasuredSetting extends Setting {
  readonly run: FinishedRun;
}

function table(measured: readonly MeasuredSetting[]): string {
  const mean = (runs: readonly MeasuredSetting[], value: (each: MeasuredSetting) => number) =>
    meanInterval(runs.map(value)).mean;
  const cells = (dimension: number, size: number) => {
    const runs = measured.filter(
      (each) => each.dimension === dimension && each.size === size && each.run.status === 'completed',
    );
    if (runs.length === 0) return ['-', '-', '-', '-', '-'];
    return [
      mean(runs, ({ run }) => finalMetric(run, 'train-loss')).toExponential(1),
      mean(runs, ({ run }) => lossOf(run)).toPrecision(3),
      mean(runs, ({ run }) => lossOf(run) / (dimension / size)).toPrecision(3),
      mean(runs, ({ run }) => finalMetric(run, 'path-norm')).toFixed(2),
      mean(runs, ratioOfLemma).toFixed(3),
    ];
  };
  return formatTable([
    ['d', 'n', 'd / n', 'train loss', 'test loss', 'test loss / (d / n)', 'path norm', 'trace / (|W1|^2 + d |W2|^2)'],
    ...dimensions.flatMap((dimension) =>
      multiples.map((multiple) => {
        const size = multiple * dimension;
        return [String(dimension), String(size), (1 / multiple).toFixed(4), ...cells(dimension, size)];
      }),
    ),
  ]);
}

/** The least-squares slope of log test loss over log(d / n), with an intercept for each dimension. */
function slopeOf(points: readonly MeasuredSetting[]): number {
  let covariance = 0;
  let variance = 0;
  for (const dimension of dimensions) {
    const same = points.filter((each) => each.dimension === dimension);
    const x = same.map(({ size }) => log(dimension / size));
    const y = same.map(({ run }) => log(lossOf(run)));
    const meanX = average(x);
    const meanY = average(y);
    for (const [k, value] of x.entries()) {
      covariance += (value - meanX) * ((y[k] as number) - meanY);
      variance += (value - meanX) * (value - meanX);
    }
  }
  return covariance / variance;
}

function average(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function lossOf(run: FinishedRun): number {
  return finalMetric(run, 'test-loss');
}

function ratioOfLemma({ dimension, run }: MeasuredSetting): number {
  const first = finalMetric(run, 'layer-1-norm');
  const second = finalMetric(run, 'layer-2-norm');
  return finalMetric(run, 'hessian-trace') / (first * first + dimension * second * second);
}

function spreadOfRatios(measured: readonly MeasuredSetting[]): number {
  const ratios = measured.map(ratioOfLemma);
  return Math.max(...ratios) / Math.min(...ratios);
}
