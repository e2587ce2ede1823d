import { formatTable } from '@sharpness-lab/core';
import type { FinishedRun } from '../claims/index.ts';
import { meanInterval } from '../statistics.ts';

const columns = [
  { heading: 'train acc.', metric: 'train-accuracy', digits: 3 },
  { heading: 'test accuracy', metric: 'test-accuracy', digits: 3 },
  { heading: 'train loss', metric: 'train-loss', digits: 4 },
  { heading: 'test loss', metric: 'test-loss', digits: 3 },
  { heading: 'trace', metric: 'hessian-trace', digits: 2 },
  { heading: 'GN part', metric: 'gauss-newton-trace', digits: 2 },
  { heading: 'trace/bound', metric: 'sharpness-ratio', digits: 3 },
] as const;

/**
 * The metrics measured last, as mean +- sample standard deviation over the seeds that completed; `-` where nothing was
 * measured. The ratio to the bound has only the runs that interpolate.
 */
export function metricsTable(
  groups: readonly { readonly figure: string; readonly runs: readonly FinishedRun[] }[],
): string {
  return formatTable([
    ['', 'completed', ...columns.map(({ heading }) => heading)],
    ...groups.map(({ figure, runs }) => {
      const completed = runs.filter(({ status }) => status === 'completed');
      return [
        figure,
        `${completed.length} of ${runs.length}`,
        ...columns.map(({ metric, digits }) => spread(completed, metric, digits)),
      ];
    }),
  ]);
}

function spread(runs: readonly FinishedRun[], metric: string, digits: number): string {
  const values = runs.flatMap(({ final }) => final[metric] ?? []);
  if (values.length === 0) return '-';
  const { mean, deviation } = meanInterval(values);
  return `${mean.toFixed(digits)} +- ${deviation.toFixed(digits)}`;
}
