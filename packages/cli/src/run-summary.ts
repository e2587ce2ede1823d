import type { Quantity, RecordedRun } from '@sharpness-lab/core';
import type { MeasuredPoint } from '@sharpness-lab/core/node';
import { type Layout, metricTable } from './metric-table.ts';
import { formatCount, formatDuration, formatRounded } from './numbers.ts';

/** What `--json` prints of a run. */
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

/** What a person is told of a run: how it ended, what was measured, and where it is. */
export function summarizeRun(
  { dir, result }: RecordedRun,
  measurements: readonly MeasuredPoint[],
  quantities: readonly Quantity[],
  layout: Layout,
): string {
  return `${endingOf(result)}\n\n${metricTable(measurements, quantities, layout)}\n${dir}\n`;
}

/** How a run ended, and how fast it was. */
export function endingOf({ status, divergedAtStep, steps, seconds, stepsPerSecond }: RecordedRun['result']): string {
  const ending = status === 'diverged' ? `diverged: the loss was not finite at step ${divergedAtStep}` : status;
  return `${ending}; ${formatCount(steps)} steps in ${formatDuration(seconds)} (${formatRounded(stepsPerSecond)} steps/s)`;
}
