import { formatDuration, formatRounded } from './numbers.ts';

/** Milliseconds between two lines of progress where there is no terminal for a bar. */
const LINE_INTERVAL = 10_000;

/** Shows the progress of long work on standard error. */
export interface Progress {
  /**
   * @param fraction of the work that is done
   * @param steps number of computed steps in it
   * @param free the fraction of the work that needed no computing (finished before, or given up); the pace ignores it
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
      // The bar changes no terminal setting, because a killed program could not restore it.
      hideCursor: false,
      linewrap: true,
      // With this width the whole line fits into 80 columns.
      barsize: 20,
      // `interrupt.ts` handles signals.
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
