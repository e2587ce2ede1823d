import { type RunEvent, totalSteps } from '@sharpness-lab/core';
import { formatConfig, type Override, parseOverrides, recordRun } from '@sharpness-lab/core/node';
import { exitCodes } from '../exit-codes.ts';
import { findExperiment, pluginsOf } from '../experiment-source.ts';
import { interruptible } from '../interrupt.ts';
import { formatCount } from '../numbers.ts';
import { composeLab } from '../packages.ts';
import { showProgress } from '../progress.ts';
import { runJson, summarizeRun } from '../run-summary.ts';

/** Options of `sharpness run`. */
export interface RunOptions {
  readonly seed?: string;
  readonly engine?: string;
  readonly out: string;
  readonly plugin: readonly string[];
  readonly printConfig: boolean;
  readonly quiet: boolean;
  readonly json: boolean;
}

/** Runs a preset or file and prints what came of it. Returns the exit status. */
export async function run(target: string, changes: readonly string[], options: RunOptions): Promise<number> {
  const source = await findExperiment(target);
  const overrides: Override[] = [
    ...(options.engine === undefined ? [] : [['engine', options.engine] as const]),
    ...(await parseOverrides(options.seed === undefined ? changes : [...changes, `seed=${options.seed}`])),
  ];
  if (options.plugin.length > 0) overrides.push(['plugins', [...pluginsOf(source, overrides), ...options.plugin]]);

  const { lab } = await composeLab(pluginsOf(source, overrides));
  const planned = lab.plan(lab.resolve(source, overrides));
  const { config } = planned.experiment;
  if (options.printConfig) {
    process.stdout.write(await formatConfig(config));
    return exitCodes.done;
  }

  const progress = await showProgress(config.name, options.quiet);
  const onEvent = (event: RunEvent) => {
    if (event.type === 'progress') progress.update(event.step / totalSteps(planned.experiment), event.step);
    if (event.type === 'started' && !options.quiet) {
      process.stderr.write(`${config.name}: ${formatCount(event.steps)} steps on engine ${planned.engine.name}\n`);
    }
  };
  const recorded = await interruptible((signal) =>
    recordRun({ lab, planned, out: options.out, signal, onEvent }).finally(() => progress.stop()),
  );

  process.stdout.write(options.json ? `${JSON.stringify(runJson(recorded))}\n` : summarizeRun(recorded));
  if (recorded.status === 'interrupted') {
    process.stderr.write(`stopped: the partial run is in ${recorded.dir}\n`);
    return exitCodes.interrupted;
  }
  if (recorded.reused && !options.quiet) {
    process.stderr.write(`this run was finished before; to repeat it, remove ${recorded.dir}\n`);
  }
  return recorded.status === 'completed' ? exitCodes.done : exitCodes.failed;
}
