import { formatRounded } from '@sharpness-lab/core';
import { formatDuration } from './numbers.ts';

/** Milliseconds between two lines where there is no terminal to draw a bar on. */
const LINE_INTERVAL = 10_000;

/** Shows how far long work has come, on standard error. */
export interface Progress {
  /**
   * @param fraction of the work that is done
   * @param steps that were computed for it
   * @param free fraction that was done without computing (finished before, or given up), which says nothing about pace
   */
  update(fraction: number, steps: number, free?: number): void;
  /** Removes the bar, until the next update. */
  stop(): void;
}

/** A bar on a terminal, otherwise a line from time to time; nothing before the first update. */
export async function showProgress(label: string, quiet: boolean): Promise<Progress> {
  if (quiet) return { update() {}, stop() {} };
  const started = performance.now();
  const pace: Pace = (fraction, steps, free) => {
    const seconds = (performance.now() - started) / 1000;
    const left = (seconds * (1 - fraction)) / (fraction - free);
    return {
      rate: formatRounded(steps / seconds),
      left: Number.isFinite(left) ? formatDuration(Math.ceil(left)) : '?',
    };
  };
  return process.stderr.isTTY ? bar(label, pace) : lines(label, pace);
}

type Pace = (fraction: number, steps: number, free: number) => { readonly rate: string; readonly left: string };

async function bar(label: string, pace: Pace): Promise<Progress> {
  const { Presets, SingleBar } = await import('cli-progress');
  const view = new SingleBar(
    {
      format: '{label} {bar} {percentage}%  {rate} steps/s  {left} left',
      stream: process.stderr,
      clearOnComplete: true,
      // Changes nothing about the terminal that a killed program could not bring back.
      hideCursor: false,
      linewrap: true,
      // The whole line then fits into 80 columns.
      barsize: 20,
      // Signals are handled elsewhere.
      gracefulExit: false,
    },
    Presets.shades_classic,
  );
  return {
    update(fraction, steps, free = 0) {
      const payload = { label, ...pace(fraction, steps, free) };
      if (view.isActive) view.update(fraction, payload);
      else view.start(1, fraction, payload);
    },
    stop: () => view.stop(),
  };
}

function lines(label: string, pace: Pace): Progress {
  let next = performance.now() + LINE_INTERVAL;
  return {
    update(fraction, steps, free = 0) {
      if (performance.now() < next) return;
      next += LINE_INTERVAL;
      const { rate, left } = pace(fraction, steps, free);
      process.stderr.write(`${label}: ${Math.floor(100 * fraction)} % done, ${rate} steps/s, ${left} left\n`);
    },
    stop() {},
  };
}
