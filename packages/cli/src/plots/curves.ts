import { didYouMean, LabError } from '@sharpness-lab/core';
import { type Chart, learningCurves, type RunGroup } from '@sharpness-lab/report';
import type { PlotRequest } from './plot.ts';

/** The metrics that are drawn without `--y`, if they were measured. */
const usual = ['train-loss', 'test-loss', 'train-accuracy', 'test-accuracy', 'hessian-trace'];

/**
 * Metrics in the course of training.
 *
 * @throws LabError of kind `config` for metrics that were not measured
 */
export function curves(groups: readonly RunGroup[], { name, title, x, y }: PlotRequest): Chart {
  const measured = measuredMetrics(groups);
  if (measured.length === 0) throw new LabError('config', 'nothing to draw: these runs have not measured anything yet');
  const metrics = y === undefined ? usualAmong(measured) : y.map((metric) => ensureMeasured(metric, measured));
  return learningCurves(groups, { name, title, metrics, ...(x === undefined ? {} : { x }) });
}

/** The metrics that at least one of the runs measured. */
function measuredMetrics(groups: readonly RunGroup[]): string[] {
  const points = groups.flatMap(({ runs }) => runs.flatMap(({ measurements }) => measurements));
  return [...new Set(points.flatMap(({ values }) => Object.keys(values)))];
}

/** The default metrics, or all metrics if none of the defaults was measured. */
function usualAmong(measured: readonly string[]): readonly string[] {
  const found = usual.filter((metric) => measured.includes(metric));
  return found.length > 0 ? found : measured;
}

function ensureMeasured(metric: string, measured: readonly string[]): string {
  if (measured.includes(metric)) return metric;
  const hint = didYouMean(metric, measured) || `: expected some of ${measured.join(', ')}`;
  throw new LabError('config', `--y: these runs have not measured "${metric}"${hint}`);
}
