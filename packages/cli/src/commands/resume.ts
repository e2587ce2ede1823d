import { basename, dirname, join } from 'node:path';
import { CLOCK, LabError } from '@sharpness-lab/core';
import { absoluteLocation, planSavedRun, readSavedRun, runFolderStore } from '@sharpness-lab/core/node';
import { type ExecutionOptions, executeRun, reportRun } from '../execute-run.ts';
import { pluginsOf } from '../experiment-source.ts';
import { composeLab } from '../packages.ts';

/** Options of `sharpness resume`. */
export interface ResumeOptions extends ExecutionOptions {
  /** The present locations of files that have moved: `<old>=<new>`. */
  readonly source: readonly string[];
}

/** Resumes the run in a folder and prints its result. Returns the exit status. */
export async function resume(folder: string, options: ResumeOptions): Promise<number> {
  // Without a separator at its end, as in the path at the start of the run.
  const dir = join(dirname(folder), basename(folder));
  const saved = await readSavedRun(dir);
  if (saved.finished !== undefined) return reportRun(saved.finished, runFolderStore(dir), options);
  const lab = await composeLab(pluginsOf(saved.config), dir, { quiet: options.quiet });
  const planned = await planSavedRun(saved, lab, new Map(options.source.map(movedSource)));
  return executeRun({ lab, planned, store: runFolderStore(dir, lab.service(CLOCK)) }, options);
}

/** The location of a file in the configuration of a run, and the present one. */
function movedSource(text: string): [string, string] {
  const [old = '', ...rest] = text.split('=');
  const place = rest.join('=');
  if (old !== '' && place !== '') return [absoluteLocation(old), absoluteLocation(place)];
  throw new LabError('config', `--source: expected <old>=<new>, the locations of a file, got ${JSON.stringify(text)}`);
}
