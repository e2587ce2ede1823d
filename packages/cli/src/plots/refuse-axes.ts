import { LabError } from '@sharpness-lab/core';
import type { PlotRequest } from './plot.ts';

/**
 * Refuses the options that only curves and scatter plots have.
 *
 * @throws LabError of kind `config` for `--x` and `--y`
 */
export function refuseAxes(kind: string, { x, y }: PlotRequest): void {
  const option = x !== undefined ? '--x' : y !== undefined ? '--y' : undefined;
  if (option === undefined) return;
  throw new LabError('config', `${option} is for --kind curves and scatter: leave it out of --kind ${kind}`);
}
