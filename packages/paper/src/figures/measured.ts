import type { MetricValues } from '@sharpness-lab/core';
import type { FinishedRun } from '@sharpness-lab/studies';
import { thresholds } from '../thresholds.ts';
import type { FigureClaim, RunsOfSeed } from './figure-claim.ts';

/** A time in a run at which its metrics are taken; undefined where they were not measured. */
export type Moment = (run: FinishedRun) => MetricValues | undefined;

export const atEnd: Moment = (run) => run.final;

/** Before the first step. */
export const atStart: Moment = (run) => run.measurements.find(({ epoch }) => epoch === 0)?.values;

/** At the end of a phase, counted from 0. */
export function atEndOfPhase(phase: number): Moment {
  return (run) => run.measurements.findLast((point) => point.phase === phase)?.values;
}

/** At the measurement nearest to so many epochs over all phases, at most a quarter of them away. */
export function atEpoch(epoch: number): Moment {
  const distance = (point: { readonly epoch: number }) => Math.abs(point.epoch - epoch);
  return (run) => {
    const [first, ...others] = run.measurements;
    if (first === undefined) return undefined;
    const nearest = others.reduce((best, point) => (distance(point) < distance(best) ? point : best), first);
    return distance(nearest) <= epoch / 4 ? nearest.values : undefined;
  };
}

/** The number of one seed, from the runs of that seed. */
export type Statistic = FigureClaim['value'];

/** A metric of a figure's run. */
export function metric(name: string, figure: string, at: Moment = atEnd): Statistic {
  return (runs) => at(runs(figure))?.[name];
}

/** One number minus another, undefined where one of them is. */
export function difference(one: Statistic, other: Statistic): Statistic {
  return combined(one, other, (a, b) => a - b);
}

/** One number over another, undefined where one of them is. */
export function ratio(one: Statistic, other: Statistic): Statistic {
  return combined(one, other, (a, b) => a / b);
}

function combined(one: Statistic, other: Statistic, combine: (a: number, b: number) => number): Statistic {
  return (runs) => {
    const a = one(runs);
    const b = other(runs);
    return a === undefined || b === undefined ? undefined : combine(a, b);
  };
}

/** Objects to a figure's run without a fit of its training set: its test accuracy says nothing. */
export function unlessFitted(figure: string, at: Moment = atEnd): (runs: RunsOfSeed) => string | undefined {
  return (runs) => {
    const accuracy = at(runs(figure))?.['train-accuracy'];
    return accuracy !== undefined && accuracy < thresholds.fitted
      ? `${figure} has training accuracy ${accuracy.toFixed(3)}, not fitted`
      : undefined;
  };
}
