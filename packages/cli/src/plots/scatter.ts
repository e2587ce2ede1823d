import { LabError } from '@sharpness-lab/core';
import { type Chart, type RunGroup, runScatter } from '@sharpness-lab/report';
import type { PlotRequest } from './plot.ts';

/**
 * A number of each run over another: unless the user has said which, test accuracy over the trace of the Hessian.
 *
 * @throws LabError of kind `config` for a quantity or an option that no run has, and for several of them in `--y`
 */
export function scatter(groups: readonly RunGroup[], { name, title, x, y }: PlotRequest): Chart {
  const [vertical = 'test-accuracy', ...others] = y ?? [];
  if (others.length > 0) {
    throw new LabError('config', `--kind scatter: expected one name for --y, got ${y?.join(',')}`);
  }
  return runScatter(groups, { name, title, x: x ?? 'hessian-trace', y: vertical });
}
