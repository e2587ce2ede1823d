import { type MeasuredPoint, mean } from '@sharpness-lab/core';
import type { Point } from '../charts/lines-data.ts';
import type { Run } from '../runs/run.ts';

/** The x axis of curves. */
export type XAxis = 'epoch' | 'step' | 'time';

/**
 * The mean over seeds at an epoch. `low` and `high` are the smallest and the largest value of several. If a single value
 * is an estimate, they are one standard error below and above it.
 */
export interface SeedPoint extends Point {
  readonly epoch: number;
}

/**
 * The mean of a metric over runs that differ in their seeds, at the epochs at which all of them measured it. A run that
 * ends early, because it diverged or is not finished, counts up to its last measurement. From there on, the mean is
 * over the other runs.
 */
export function meanOverSeeds(runs: readonly Run[], metric: string, x: XAxis): SeedPoint[] {
  const measured = runs.map(({ measurements }) => new Map(measurements.map((point) => [point.epoch, point])));
  const epochs = [...new Set(measured.flatMap((points) => [...points.keys()]))].sort((a, b) => a - b);
  const last = runs.map(lastEpoch);
  return epochs.flatMap((epoch) => {
    const points = measured.filter((_, k) => (last[k] as number) >= epoch).map((points) => points.get(epoch));
    const known = points.filter((point) => point?.values[metric] !== undefined) as MeasuredPoint[];
    if (known.length < points.length) return [];
    const values = known.map((point) => point.values[metric] as number);
    const uncertain = known.map((point) => point.uncertainty?.[metric]);
    const y = mean(values);
    return [
      {
        epoch,
        x: mean(known.map((point) => place(point, x))),
        y,
        ...(values.length > 1 ? { low: Math.min(...values), high: Math.max(...values) } : {}),
        ...(runs.length === 1 ? errorBand(y, uncertain[0]?.standardError) : {}),
        ...(uncertain.some((known) => known?.converged === false) ? { converged: false } : {}),
      },
    ];
  });
}

/** The band of an estimate: one standard error to each side. */
export function errorBand(value: number, standardError: number | undefined) {
  return standardError === undefined ? {} : { standardError, low: value - standardError, high: value + standardError };
}

/** The epoch of a run's last measurement; -Infinity when there is none. */
export function lastEpoch({ measurements }: Run): number {
  return measurements.at(-1)?.epoch ?? Number.NEGATIVE_INFINITY;
}

/** The position of a measurement on the x axis. */
export function place(point: MeasuredPoint, x: XAxis): number {
  return x === 'time' ? point.seconds : point[x];
}
