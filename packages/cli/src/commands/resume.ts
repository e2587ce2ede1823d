import { basename, dirname, join } from 'node:path';
import { planSavedRun, readSavedRun, runFolderStore } from '@sharpness-lab/core/node';
import { type ExecutionOptions, executeRun, reportRun } from '../execute-run.ts';
import { pluginsOf } from '../experiment-source.ts';
import { composeLab } from '../packages.ts';

/** Goes on with the run in a folder and prints what came of it. Returns the exit status. */
export async function resume(folder: string, options: ExecutionOptions): Promise<number> {
  // Without a separator at its end, as the folder was called when the run began.
  const dir = join(dirname(folder), basename(folder));
  const saved = await readSavedRun(dir);
  if (saved.finished !== undefined) return reportRun(saved.finished, options);
  const lab = await composeLab(pluginsOf(saved.config), dir, { quiet: options.quiet });
  const planned = planSavedRun(saved, lab);
  return executeRun({ lab, planned, store: runFolderStore(dir) }, options);
}
