import { formatDuration, formatRounded, type Progress, type Reporter } from '@sharpness-lab/core';
import type { SingleBar } from 'cli-progress';
import { type Pace, progressLine } from './progress-line.ts';
import { columnsOf } from './terminal-layout.ts';

/** Milliseconds between two lines of progress where there is no terminal for a bar. */
const LINE_INTERVAL = 10_000;

/**
 * Tells on standard error: sentences, warnings, and how far long work has come, by a bar on a terminal, otherwise by a
 * line from time to time.
 *
 * @param quiet whether to tell warnings alone
 */
export function terminalReporter(quiet: boolean): Reporter {
  let progress: Progress | undefined;
  const write = (line: string) => {
    // A bar is removed before a line is written; its next update draws it again.
    progress?.stop();
    process.stderr.write(`${line}\n`);
  };
  return {
    tell(message) {
      if (!quiet) write(message);
    },
    warn: (message) => write(`warning: ${message}`),
    begin(label) {
      if (quiet) return { update() {}, stop() {} };
      const pace = paceSince(performance.now());
      progress = process.stderr.isTTY ? bar(label, pace) : lines(label, pace);
      return progress;
    },
  };
}

type PaceAt = (fraction: number, steps: number, free: number) => Pace;

function paceSince(started: number): PaceAt {
  return (fraction, steps, free) => {
    const seconds = (performance.now() - started) / 1000;
    const left = (seconds * (1 - fraction)) / (fraction - free);
    return {
      rate: formatRounded(steps / seconds),
      left: Number.isFinite(left) ? formatDuration(Math.ceil(left)) : '?',
    };
  };
}

function bar(label: string, pace: PaceAt): Progress {
  let view: SingleBar | undefined;
  void openBar(label).then((opened) => {
    view = opened;
  });
  return {
    update(fraction, steps, free = 0) {
      // Until it is loaded there is nothing to draw with; the next update comes soon.
      if (view === undefined) return;
      const payload = pace(fraction, steps, free);
      if (view.isActive) view.update(fraction, payload);
      else view.start(1, fraction, payload);
    },
    stop: () => view?.stop(),
  };
}

async function openBar(label: string): Promise<SingleBar> {
  const { SingleBar: Bar } = await import('cli-progress');
  return new Bar({
    // A line that went on in a further row could not be removed again.
    format: (_options, { progress }, pace: Pace) => progressLine(label, progress, pace, columnsOf(process.stderr) - 1),
    stream: process.stderr,
    clearOnComplete: true,
    // The bar changes no terminal setting, because a killed program could not restore it.
    hideCursor: false,
    linewrap: true,
    // `interrupt.ts` handles signals.
    gracefulExit: false,
  });
}

function lines(label: string, pace: PaceAt): Progress {
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
