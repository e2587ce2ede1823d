import { basename, dirname, join } from 'node:path';
import { CLOCK } from '@sharpness-lab/core';
import { planSavedRun, readSavedRun, runFolderStore } from '@sharpness-lab/core/node';
import { type ExecutionOptions, executeRun, reportRun } from '../execute-run.ts';
import { pluginsOf } from '../experiment-source.ts';
import { movedSources } from '../moved-sources.ts';
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
  const finished = await runFolderStore(dir).find(saved.environment.runId);
  if (finished !== undefined) return reportRun(finished, runFolderStore(dir), options);
  const lab = await composeLab(pluginsOf(saved.config), dir, { quiet: options.quiet });
  const planned = await planSavedRun(saved, lab, 'resumed', movedSources(options.source));
  return executeRun({ lab, planned, store: runFolderStore(dir, lab.service(CLOCK)) }, options);
}
