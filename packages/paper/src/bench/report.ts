import { type Round, type Spread, spreadOf } from '@sharpness-lab/core';
import type { BenchCase, StepDescription } from './cases.ts';
import type { Growth } from './workloads.ts';

/** A case and the times of its rounds. */
export interface MeasuredCase extends StepDescription {
  /** Epochs of training before the rounds. */
  readonly warmUpEpochs: number;
  /** Epochs a round. */
  readonly epochs: number;
  /** Steps a round. */
  readonly steps: number;
  /** Microseconds a step, over the rounds. */
  readonly microseconds: Spread;
  /** At the median. */
  readonly stepsPerSecond: number;
}

/** How many times as long a step takes as a step of the first method of its workload. */
export interface Ratio {
  readonly slower: StepDescription;
  readonly faster: StepDescription;
  /** The ratios of pairs of rounds that were measured shortly after one another. */
  readonly ratio: Spread;
}

/** A power law through the medians: microseconds a step ~ size^exponent. */
export interface PowerLaw {
  readonly figure: string;
  /** The path of the size in the configuration. */
  readonly size: string;
  readonly values: readonly number[];
  readonly microseconds: readonly number[];
  readonly exponent: number;
}

/** The results of a bench. */
export interface BenchReport {
  readonly cases: readonly MeasuredCase[];
  readonly ratios: readonly Ratio[];
  readonly scaling: readonly PowerLaw[];
}

/** @param rounds of the cases' contestants, in the order in which they were measured */
export function benchReport(cases: readonly BenchCase[], rounds: readonly Round[]): BenchReport {
  const measured = cases.flatMap((benchCase, index) => {
    const own = rounds.filter(({ contestant }) => contestant === index);
    return own[0] === undefined ? [] : [measure(benchCase, own[0], own)];
  });
  const firstOf = new Map(measured.toReversed().map((each) => [each.benchCase.workload, each]));
  return {
    cases: measured.map(({ result }) => result),
    ratios: measured.flatMap((slower) => {
      const faster = firstOf.get(slower.benchCase.workload) as Measured;
      return faster === slower ? [] : [compare(slower, faster)];
    }),
    scaling: [...new Set(measured.flatMap(({ benchCase: { growth } }) => growth ?? []))].flatMap((growth) => {
      const points = measured.filter(({ benchCase }) => benchCase.growth === growth);
      return points.length < 2 ? [] : [powerLaw(growth, points)];
    }),
  };
}

interface Measured {
  readonly benchCase: BenchCase;
  /** Microseconds a step, round by round. */
  readonly times: readonly number[];
  readonly result: MeasuredCase;
}

function measure(benchCase: BenchCase, { epochs, steps }: Round, rounds: readonly Round[]): Measured {
  const times = rounds.map(({ seconds, steps }) => (1e6 * seconds) / steps);
  const microseconds = spreadOf(times);
  return {
    benchCase,
    times,
    result: {
      ...benchCase.description,
      warmUpEpochs: benchCase.contestant.warmUp?.experiment.config.phases[0]?.epochs ?? 0,
      epochs,
      steps,
      microseconds,
      stepsPerSecond: 1e6 / microseconds.median,
    },
  };
}

function compare(slower: Measured, faster: Measured): Ratio {
  const pairs = Math.min(slower.times.length, faster.times.length);
  return {
    slower: slower.benchCase.description,
    faster: faster.benchCase.description,
    ratio: spreadOf(slower.times.slice(0, pairs).map((time, round) => time / (faster.times[round] as number))),
  };
}

function powerLaw({ figure, size }: Growth, points: readonly Measured[]): PowerLaw {
  const values = points.map(({ benchCase: { workload } }) => workload.changes?.[size] as number);
  const microseconds = points.map(({ result }) => result.microseconds.median);
  return {
    figure,
    size,
    values,
    microseconds,
    exponent: slopeOf(values.map(Math.log), microseconds.map(Math.log)),
  };
}

/** The slope of the least-squares line. */
function slopeOf(x: readonly number[], y: readonly number[]): number {
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const centre = mean(x);
  const height = mean(y);
  const covariance = mean(x.map((value, i) => (value - centre) * ((y[i] as number) - height)));
  return covariance / mean(x.map((value) => (value - centre) ** 2));
}
