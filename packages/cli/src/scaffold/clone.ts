import { readFile } from 'node:fs/promises';
import { isAbsolute, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The name in the package.json at the root of the repository. */
const WORKSPACE = 'sharpness-lab-workspace';

/** The folder, in a clone, of a package of the lab; undefined for other packages. */
function placeOf(name: string): string | undefined {
  if (name === 'sharpness-lab') return 'packages/cli';
  return name.startsWith('@sharpness-lab/') ? name.replace('@sharpness-lab', 'packages') : undefined;
}

/** The root of the clone of the repository that this command runs from; undefined if the command is installed. */
export async function cloneRoot(): Promise<string | undefined> {
  const root = fileURLToPath(new URL('../../../../', import.meta.url));
  const manifest = await readFile(`${root}package.json`, 'utf8').catch(() => '{}');
  return (JSON.parse(manifest) as { readonly name?: string }).name === WORKSPACE ? root : undefined;
}

/** Whether a folder lies in a clone, so that Node.js finds the packages of the clone from it. */
export function liesIn(clone: string, folder: string): boolean {
  const path = relative(clone, folder);
  return !path.startsWith('..') && !isAbsolute(path);
}

/**
 * The files of a package that is developed with the packages of a clone: npm links to them, so that it needs no
 * published version of them. What the package asks of those who install it stays the same.
 *
 * @param folder of the package
 * @param files contents by path, relative to that folder
 */
export function linkedTo(
  clone: string,
  folder: string,
  files: ReadonlyMap<string, string>,
): ReadonlyMap<string, string> {
  const manifest = JSON.parse(files.get('package.json') as string) as {
    readonly peerDependencies: Readonly<Record<string, string>>;
    readonly devDependencies: Readonly<Record<string, string>>;
  };
  const path = relative(folder, clone).replaceAll(sep, '/');
  const devDependencies = Object.fromEntries(
    Object.entries({ ...manifest.peerDependencies, ...manifest.devDependencies })
      .map(([name, range]): [string, string] => {
        const place = placeOf(name);
        return [name, place === undefined ? range : `file:${path}/${place}`];
      })
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
  return new Map([...files, ['package.json', `${JSON.stringify({ ...manifest, devDependencies }, null, 2)}\n`]]);
}
