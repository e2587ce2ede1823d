import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import { LabError } from '@sharpness-lab/core';
import { reasonOf, shellWord } from '@sharpness-lab/core/node';
import { calledAs } from '../called-as.ts';
import { cloneRoot, liesIn, linkedTo } from '../scaffold/clone.ts';
import { planPackage } from '../scaffold/plan-package.ts';

export interface NewOptions {
  /** The folder in which the package's folder is made. */
  readonly out: string;
}

/**
 * Writes a package with a plugin to start from, and prints the next steps. If the command runs from a clone of the
 * repository, the package is developed with the packages of that clone.
 *
 * @throws LabError when there is no such template, the name is not allowed, or the folder exists already
 */
export async function create(kind: string, name: string, { out }: NewOptions): Promise<void> {
  const { plugin, holds, experiment, files } = await planPackage(kind, name);
  const folder = resolve(out, plugin);
  const clone = await cloneRoot();
  await writeFolder(folder, clone === undefined ? files : linkedTo(clone, folder, files));

  const install = clone !== undefined && liesIn(clone, folder) ? '' : ' && npm install';
  const path = pathTo(folder);
  process.stdout.write(`${path} holds ${holds} with its tests, and what publishing it takes. What to do next:

  ${calledAs()} run ${experiment} --plugin ${shellWord(path)}
  cd ${shellWord(path)}${install}
  npm test

README.md there tells the rest.
`);
}

async function writeFolder(folder: string, files: ReadonlyMap<string, string>): Promise<void> {
  const wayOut = 'choose another name or --out';
  const present = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw new LabError('store', `${folder} cannot be made (${reasonOf(error)}): ${wayOut}`, { cause: error });
  });
  if (present !== undefined && present.length > 0) {
    throw new LabError('store', `${folder} is there already and not empty: ${wayOut}`);
  }
  try {
    for (const [path, text] of files) {
      await mkdir(join(folder, dirname(path)), { recursive: true });
      await writeFile(join(folder, path), text);
    }
  } catch (error) {
    await rm(folder, { recursive: true, force: true }).catch(() => undefined);
    throw new LabError('store', `${folder} cannot be written (${reasonOf(error)}): ${wayOut}`, { cause: error });
  }
}

/** The path of a folder for a shell and for `--plugin`: `./name`, or the whole path where the folder lies elsewhere. */
function pathTo(folder: string): string {
  const path = relative('.', folder);
  return path.startsWith('..') ? folder : `./${path}`;
}
