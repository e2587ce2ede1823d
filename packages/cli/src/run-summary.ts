import type { RecordedRun } from '@sharpness-lab/core';
import { formatTable } from '@sharpness-lab/core';
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

/** What a person is told of a run: how it ended, what was measured last, and where it is. */
export function summarizeRun({ dir, result }: RecordedRun): string {
  const { status, divergedAtStep, steps, seconds, stepsPerSecond, final } = result;
  const ending = status === 'diverged' ? `diverged: the loss was not finite at step ${divergedAtStep}` : status;
  const pace = `${formatCount(steps)} steps in ${formatDuration(seconds)} (${formatRounded(stepsPerSecond)} steps/s)`;
  return `${ending}; ${pace}\n\n${formatTable(metricRows(final))}\n${dir}\n`;
}

const STANDARD_ERROR = '-standard-error';

function metricRows(final: Readonly<Record<string, number>>): string[][] {
  return Object.entries(final)
    .filter(([name]) => !name.endsWith(STANDARD_ERROR))
    .map(([name, value]) => {
      const error = final[`${name}${STANDARD_ERROR}`];
      return [name, error === undefined ? digits(value) : `${digits(value)} ± ${digits(error)}`];
    });
}

function digits(value: number): string {
  return String(Number(value.toPrecision(5)));
}
