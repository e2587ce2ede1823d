import { cpus } from 'node:os';
import { benchmark, type Progress, REPORTER, type Round, VERSION } from '@sharpness-lab/core';
import { type BenchSettings, benchCases, benchReport, formatBench } from '@sharpness-lab/paper/bench';
import { exitCodes } from '../exit-codes.ts';
import { interruptible } from '../interrupt.ts';
import { composeLab } from '../packages.ts';

/** Options of `sharpness bench`. */
export interface BenchOptions extends BenchSettings {
  readonly rounds?: number;
  readonly quiet: boolean;
  readonly json: boolean;
}

const ROUNDS = { quick: 9, paper: 5 } as const;

/** Seconds after which a case gets no further round: a Sim-BN network takes minutes for one at paper scale. */
const LONG_ENOUGH = 100;

/** Measures steps and prints their times. Returns the exit status. */
export async function bench({ rounds, quiet, json, ...settings }: BenchOptions): Promise<number> {
  const lab = await composeLab([import.meta.resolve('@sharpness-lab/paper/bench')], '.', { quiet });
  const cases = benchCases(lab, settings);
  const total = rounds ?? ROUNDS[settings.scale];
  const node = process.version;
  const cpu = cpus()[0]?.model ?? 'unknown';
  const fingerprint = cases.map(({ contestant }) => contestant.planned.engine.engine.fingerprint).find(Boolean);
  const reporter = lab.service(REPORTER);
  reporter.tell(`bench: ${cases.length} cases, ${total} rounds; Node ${node}, ${cpu}`);

  let progress: Progress | undefined;
  const measured: Round[] = [];
  const stopped = await interruptible(async (signal) => {
    const contestants = cases.map(({ contestant }) => contestant);
    const all = total * cases.length;
    let steps = 0;
    for await (const round of benchmark(contestants, {
      rounds: total,
      seconds: LONG_ENOUGH,
      clock: processorTime,
      signal,
    })) {
      measured.push(round);
      if (progress === undefined) {
        // What comes before the first round ends, warming up above all, says nothing about the pace of the others.
        progress = reporter.begin('bench');
        continue;
      }
      steps += round.steps;
      progress.update(measured.length / all, steps, 1 / all);
    }
    return signal.aborted;
  }).finally(() => progress?.stop());
  if (stopped) {
    process.stderr.write('stopped: nothing was kept\n');
    return exitCodes.interrupted;
  }

  const report = benchReport(cases, measured);
  const environment = { version: VERSION, node, cpu, kernels: fingerprint };
  process.stdout.write(
    json
      ? `${JSON.stringify({ ...environment, scale: settings.scale, ...report })}\n`
      : `Node ${node}, ${cpu}\n\n${formatBench(report)}`,
  );
  return exitCodes.done;
}

/** Processor time of this process in seconds. Other programs do not count. */
function processorTime(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}
