import { LabError } from '@sharpness-lab/core';
import { type Chart, lineChart, type RunGroup } from '@sharpness-lab/report';
import type { PlotRequest } from './kinds.ts';
import { lineBetweenRuns } from './line-between-runs.ts';
import { refuseAxes } from './refuse-axes.ts';

/**
 * The straight line in parameter space from the first of two runs to the second.
 *
 * @throws LabError of kind `config` unless there are exactly two runs that a line can join, and for `--x` and `--y`
 */
export async function line(_groups: readonly RunGroup[], request: PlotRequest): Promise<Chart> {
  const { name, runs } = request;
  const [from, to, ...others] = runs;
  if (from === undefined || to === undefined || others.length > 0) {
    throw new LabError('config', `--kind line: expected the folders of two runs, got ${runs.length} of them`);
  }
  refuseAxes('line', request);
  return lineChart(await lineBetweenRuns(from, to, name));
}
