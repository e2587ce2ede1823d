import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, extname, join, resolve } from 'node:path';
import { LabError } from '@sharpness-lab/core';
import {
  encodeRun,
  planSavedRun,
  readSavedRun,
  readWeights,
  reasonOf,
  writeAtomically,
} from '@sharpness-lab/core/node';
import { pluginsOf } from '../experiment-source.ts';
import { movedSources } from '../moved-sources.ts';
import { composeLab } from '../packages.ts';

/** Options of `sharpness export`. */
export interface ExportOptions {
  /** Whether to leave out the weights. */
  readonly data: boolean;
  /** The present locations of files that have moved: `<old>=<new>`. */
  readonly source: readonly string[];
  readonly out?: string;
}

/** Writes the data and the weights of a run into a file for other programs, and prints its path. */
export async function exportRun(folder: string, options: ExportOptions): Promise<void> {
  // With a name, also for the working directory.
  const dir = join(folder, '..', basename(resolve(folder)));
  const { data, source, out = `${dir}${data ? '.data' : ''}.safetensors` } = options;
  if (extname(out).toLowerCase() !== '.safetensors') {
    throw new LabError('store', `--out: expected a name that ends in .safetensors, got ${out}`);
  }
  const saved = await readSavedRun(dir);
  if (!data && saved.finished === undefined) {
    throw new LabError(
      'store',
      `${dir} is not finished and has no final weights: finish it with "sharpness resume ${dir}", or export its data alone with --data`,
    );
  }
  const lab = await composeLab(pluginsOf(saved.config), dir);
  const planned = await planSavedRun(saved, lab, 'exported', movedSources(source));
  await writeUnlessOther(out, encodeRun(planned, data ? undefined : await readWeights(dir)));
  process.stdout.write(`${out}\n`);
}

/** Writes a file, or finds it there already. A file with another content is left as it is. */
async function writeUnlessOther(path: string, content: Uint8Array): Promise<void> {
  try {
    if (!existsSync(path)) await writeAtomically(path, content);
    else if (!(await readFile(path)).equals(content)) throw new Error('a file with another content is there');
  } catch (cause) {
    throw new LabError('store', `${path} cannot be written (${reasonOf(cause)}): choose another --out`, { cause });
  }
}
