import {
  formatCount,
  formatDuration,
  formatRounded,
  type MeasuredPoint,
  type Quantity,
  type RecordedRun,
} from '@sharpness-lab/core';
import { type Layout, metricTable } from './metric-table.ts';

/** The output of `--json` for a run. */
export function runJson({ dir, result }: RecordedRun): object {
  const { runId, status, engine, steps, seconds, stepsPerSecond, final, divergedAtStep } = result;
  return {
    runId,
    dir,
    status,
    engine,
    steps,
    seconds,
    stepsPerSecond,
    final,
    ...(divergedAtStep === undefined ? {} : { divergedAtStep }),
  };
}

/** The text output for a run: its end, its measurements and its folder. */
export function summarizeRun(
  { dir, result }: RecordedRun,
  measurements: readonly MeasuredPoint[],
  quantities: readonly Quantity[],
  layout: Layout,
): string {
  return `${endingOf(result)}\n\n${metricTable(measurements, quantities, layout)}\n${dir}\n`;
}

/** The status and the speed of a run. */
export function endingOf({ status, divergedAtStep, steps, seconds, stepsPerSecond }: RecordedRun['result']): string {
  const ending = status === 'diverged' ? `diverged: the loss was not finite at step ${divergedAtStep}` : status;
  return `${ending}; ${formatCount(steps)} steps in ${formatDuration(seconds)} (${formatRounded(stepsPerSecond)} steps/s)`;
}
