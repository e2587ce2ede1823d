import { existsSync, statSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { CONFIG, ENVIRONMENT } from '../runs/run-directory.ts';

/**
 * The files of a folder of plugins that can decide a result, in alphabetical order. Installed packages, hidden files,
 * Markdown files and the folders of runs are left out.
 */
export async function filesOfFolder(folder: string): Promise<string[]> {
  return (await filesWithin(folder)).sort();
}

async function filesWithin(folder: string): Promise<string[]> {
  const names = (await readdir(folder)).filter((name) => !/^\.|^node_modules$|\.md$/i.test(name));
  const paths = await Promise.all(
    names.map(async (name) => {
      const path = join(folder, name);
      const stats = statSync(path, { throwIfNoEntry: false });
      if (stats?.isDirectory() === true) return (await holdsRuns(path)) ? [] : filesWithin(path);
      return stats?.isFile() === true ? [path] : [];
    }),
  );
  return paths.flat();
}

/** Whether a folder is the folder of a run, or a folder of runs. */
async function holdsRuns(folder: string): Promise<boolean> {
  const candidates = [folder, ...(await readdir(folder)).map((name) => join(folder, name))];
  return candidates.some((path) => [CONFIG, ENVIRONMENT].every((name) => existsSync(join(path, name))));
}

/** The files that a module reaches by relative imports, in alphabetical order, without the module itself. */
export async function filesOfModule(module: string): Promise<string[]> {
  const found = new Set([module]);
  // The loop visits a set in the order of insertion, including elements that are added on the way.
  for (const file of found) {
    for (const imported of importsOf(await readFile(file, 'utf8'))) {
      const path = sourceOf(resolve(dirname(file), imported));
      if (path !== undefined) found.add(path);
    }
  }
  found.delete(module);
  return [...found].sort();
}

// Imports are found by a pattern. A text that only looks like an import leads to no file, or adds a file that makes the
// identity stricter than necessary.
function importsOf(source: string): string[] {
  return Array.from(source.matchAll(/\b(?:from|import|require)\b[\s(]*(['"])(\.{1,2}\/[^'"\n]+)\1/g), ([, , path]) =>
    String(path),
  );
}

/** The file that an import leads to; from TypeScript, `./a.js` and `./a` may mean `./a.ts`. */
function sourceOf(path: string): string | undefined {
  const candidates = [path, path.replace(/\.([cm]?)js$/, '.$1ts'), `${path}.ts`, `${path}.js`, join(path, 'index.ts')];
  return candidates.find((candidate) => statSync(candidate, { throwIfNoEntry: false })?.isFile() === true);
}
