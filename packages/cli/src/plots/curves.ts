import { didYouMean, LabError } from '@sharpness-lab/core';
import { type Chart, declaredBy, learningCurves, overviewOf, type RunGroup } from '@sharpness-lab/report';
import type { PlotRequest } from './plot.ts';

/**
 * Quantities in the course of training: those that are meant for an overview, unless the user has said which.
 *
 * @throws LabError of kind `config` for metrics that were not measured, and for another axis than epochs, steps and time
 */
export function curves(groups: readonly RunGroup[], { name, title, x, y }: PlotRequest): Chart {
  const measured = measuredMetrics(groups);
  if (measured.length === 0) throw new LabError('config', 'nothing to draw: these runs have not measured anything yet');
  const declared = declaredBy(groups.flatMap(({ runs }) => runs));
  const metrics = y?.map((metric) => ensureMeasured(metric, measured)) ?? overviewOf(measured, declared);
  return learningCurves(groups, { name, title, metrics, ...(x === undefined ? {} : { x: ensureAxis(x) }) });
}

const axes = ['epoch', 'step', 'time'] as const;

function ensureAxis(x: string): (typeof axes)[number] {
  const axis = axes.find((each) => each === x);
  if (axis !== undefined) return axis;
  throw new LabError('config', `--x: curves are drawn over ${axes.join(', ')}, not over "${x}"${didYouMean(x, axes)}`);
}

/** The metrics that at least one of the runs measured. */
function measuredMetrics(groups: readonly RunGroup[]): string[] {
  const points = groups.flatMap(({ runs }) => runs.flatMap(({ measurements }) => measurements));
  return [...new Set(points.flatMap(({ values }) => Object.keys(values)))];
}

function ensureMeasured(metric: string, measured: readonly string[]): string {
  if (measured.includes(metric)) return metric;
  const hint = didYouMean(metric, measured) || `: expected some of ${measured.join(', ')}`;
  throw new LabError('config', `--y: these runs have not measured "${metric}"${hint}`);
}
