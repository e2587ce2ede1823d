import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import { LabError } from '@sharpness-lab/core';
import { reasonOf, shellWord } from '@sharpness-lab/core/node';
import { planPackage } from '../scaffold/plan-package.ts';

export interface NewOptions {
  /** In which folder the package's own is made. */
  readonly out: string;
}

/**
 * Writes a package with a plugin to start from, and says what to do next.
 *
 * @throws LabError when there is no such template, the name will not do, or its folder is there already
 */
export async function create(kind: string, name: string, { out }: NewOptions): Promise<void> {
  const { plugin, holds, experiment, files } = await planPackage(kind, name);
  const folder = resolve(out, plugin);
  await writeFolder(folder, files);

  const path = pathTo(folder);
  process.stdout.write(`${path} holds ${holds} with its tests, and what publishing it takes. What to do next:

  npx sharpness run ${experiment} --plugin ${shellWord(path)}
  cd ${shellWord(path)} && npm install
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

/** How a shell and `--plugin` call a folder from here: `./name`, or its whole path where it lies elsewhere. */
function pathTo(folder: string): string {
  const path = relative('.', folder);
  return path.startsWith('..') ? folder : `./${path}`;
}
