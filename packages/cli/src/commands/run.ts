import { dirname } from 'node:path';
import { applyOverrides } from '@sharpness-lab/core';
import { formatConfig, type Override, parseOverrides } from '@sharpness-lab/core/node';
import type { Scale } from '@sharpness-lab/studies';
import { type ExecutionOptions, executeRun } from '../execute-run.ts';
import { exitCodes } from '../exit-codes.ts';
import { absoluteSources, findExperiment, pluginsOf, withAbsolutePlugins } from '../experiment-source.ts';
import { composeLab } from '../packages.ts';

/** Options of `sharpness run`. */
export interface RunOptions extends ExecutionOptions {
  readonly scale?: Scale;
  readonly seed?: string;
  readonly engine?: string;
  readonly out: string;
  readonly plugin: readonly string[];
  readonly printConfig: boolean;
}

/** Runs a preset or a file and prints the result. Returns the exit status. */
export async function run(target: string, changes: readonly string[], options: RunOptions): Promise<number> {
  const source = await findExperiment(target, options.scale);
  const overrides: Override[] = [
    ...(options.engine === undefined ? [] : [['engine', options.engine] as const]),
    ...(await parseOverrides(options.seed === undefined ? changes : [...changes, `seed=${options.seed}`])),
  ];
  const changed = applyOverrides(source, overrides) as object;
  const plugins = [...pluginsOf(changed), ...options.plugin];
  const named = options.plugin.length > 0 ? { ...changed, plugins } : changed;
  const config = withAbsolutePlugins(named, process.cwd());

  const lab = await composeLab(pluginsOf(config), dirname(target), options);
  const resolved = lab.resolve(config);
  const folderOf = (key: string) => (isSetBy(overrides, key) ? process.cwd() : dirname(target));
  const planned = await lab.prepare(lab.resolve(resolved, absoluteSources(lab.sourcesOf(resolved), folderOf)));
  if (options.printConfig) {
    process.stdout.write(await formatConfig(planned.experiment.config));
    return exitCodes.done;
  }

  return executeRun({ lab, planned }, options);
}

/** Whether an override sets the option of a key, or something that the option is in. */
function isSetBy(overrides: readonly Override[], key: string): boolean {
  const keys = key.split('.');
  return overrides.some(([path]) => path.split('.').every((part, index) => part === '*' || part === keys[index]));
}
