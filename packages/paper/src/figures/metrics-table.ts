import { formatTable, type MetricValues } from '@sharpness-lab/core';
import { type FinishedRun, meanInterval } from '@sharpness-lab/studies';
import { rangeOf, spreadText } from '../accuracy.ts';
import { atEnd, atEndOfPhase } from './measured.ts';

const columns = [
  { heading: 'train acc.', metric: 'train-accuracy', digits: 3 },
  { heading: 'test accuracy', metric: 'test-accuracy', digits: 3 },
  { heading: 'train loss', metric: 'train-loss', digits: 4 },
  { heading: 'test loss', metric: 'test-loss', digits: 3 },
  { heading: 'trace', metric: 'hessian-trace', digits: 2 },
  { heading: 'GN part', metric: 'gauss-newton-trace', digits: 2 },
  { heading: 'trace/bound', metric: 'sharpness-ratio', digits: 3 },
] as const;

/** The runs of a figure, over seeds. */
export interface RunsOfFigure {
  readonly figure: string;
  readonly runs: readonly FinishedRun[];
}

/**
 * The metrics at the end of each phase, as mean +- sample standard deviation over the seeds that completed, within the range of an accuracy;
 * `-` where nothing was measured. The ratio to the bound has only the runs that interpolate.
 */
export function metricsTable(figures: readonly RunsOfFigure[]): string {
  return formatTable([['', 'completed', ...columns.map(({ heading }) => heading)], ...figures.flatMap(rowsOf)]);
}

function rowsOf({ figure, runs }: RunsOfFigure): string[][] {
  const completed = runs.filter(({ status }) => status === 'completed');
  const phases = Math.max(...runs.map(({ config }) => config.phases.length));
  return Array.from({ length: phases }, (_, phase) => {
    const metrics = completed.map((run) => (phase === phases - 1 ? atEnd : atEndOfPhase(phase))(run) ?? {});
    return [
      phases === 1 ? figure : `${figure}, phase ${phase + 1}`,
      `${completed.length} of ${runs.length}`,
      ...columns.map(({ metric, digits }) => spread(metrics, metric, digits)),
    ];
  });
}

function spread(metrics: readonly MetricValues[], name: string, digits: number): string {
  const values = metrics.flatMap((values) => values[name] ?? []);
  if (values.length === 0) return '-';
  return spreadText(meanInterval(values), digits, rangeOf(name));
}
