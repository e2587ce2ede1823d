import type { Progress, Reporter } from '@sharpness-lab/core';
import { formatDuration } from '@sharpness-lab/core';
import type { SingleBar } from 'cli-progress';
import { formatRounded } from './numbers.ts';

/** Milliseconds between two lines of progress where there is no terminal for a bar. */
const LINE_INTERVAL = 10_000;

/**
 * Tells on standard error: sentences, warnings, and how far long work has come, by a bar on a terminal, otherwise by a
 * line from time to time.
 *
 * @param quiet whether to tell warnings alone
 */
export function terminalReporter(quiet: boolean): Reporter {
  return {
    tell(message) {
      if (!quiet) process.stderr.write(`${message}\n`);
    },
    warn: (message) => process.stderr.write(`warning: ${message}\n`),
    begin(label) {
      if (quiet) return { update() {}, stop() {} };
      const pace = paceSince(performance.now());
      return process.stderr.isTTY ? bar(label, pace) : lines(label, pace);
    },
  };
}

type Pace = (fraction: number, steps: number, free: number) => { readonly rate: string; readonly left: string };

function paceSince(started: number): Pace {
  return (fraction, steps, free) => {
    const seconds = (performance.now() - started) / 1000;
    const left = (seconds * (1 - fraction)) / (fraction - free);
    return {
      rate: formatRounded(steps / seconds),
      left: Number.isFinite(left) ? formatDuration(Math.ceil(left)) : '?',
    };
  };
}

function bar(label: string, pace: Pace): Progress {
  let view: SingleBar | undefined;
  void openBar().then((opened) => {
    view = opened;
  });
  return {
    update(fraction, steps, free = 0) {
      // Until it is loaded there is nothing to draw with; the next update comes soon.
      if (view === undefined) return;
      const payload = { label, ...pace(fraction, steps, free) };
      if (view.isActive) view.update(fraction, payload);
      else view.start(1, fraction, payload);
    },
    stop: () => view?.stop(),
  };
}

async function openBar(): Promise<SingleBar> {
  const { Presets, SingleBar: Bar } = await import('cli-progress');
  return new Bar(
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
