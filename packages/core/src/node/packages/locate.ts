import { createHash, type Hash } from 'node:crypto';
import { existsSync, realpathSync, statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, isAbsolute, join, relative, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { LabError, messageOf } from '../../errors.ts';
import type { Origin } from '../../plugins/origin.ts';
import { VERSION } from '../../version.ts';
import { reasonOf } from '../files/system-error.ts';
import { filesOfFolder, filesOfModule } from './plugin-files.ts';

const CORE = '@sharpness-lab/core';

/** The location of a package of plugins. It is plain data, so that worker threads can receive it. */
export interface PackageLocation {
  /** The name or path that the user gave. */
  readonly specifier: string;
  /** `file:` address of the module to import. */
  readonly entry: string;
  readonly origin: Origin;
}

/**
 * Finds a package of plugins: an installed one by its name, or a file or folder by its path or `file:` address. A file
 * or folder can change without a new version. So its version includes a hash of the content: of the file and its
 * relative imports, or of everything in the folder that can decide a result.
 *
 * A package may be written in TypeScript. A package that is found by path is taken from the `source` condition of its
 * `exports`, if it has one. Every package that is not built is taken from `src/index.ts`.
 *
 * @param from folders: names are looked up from each in turn, paths are relative to the first
 * @throws LabError of kind `plugin` when there is no such package, or it cannot be read
 */
export async function locatePackage(specifier: string, from: readonly string[]): Promise<PackageLocation> {
  const given = asPath(specifier, from[0] as string);
  if (given === undefined) {
    const { entry, name, version } = await readManifest(specifier, installedFolder(specifier, from), IMPORTED);
    return { specifier, entry: addressOf(entry), origin: { name, version } };
  }
  const stats = statSync(given, { throwIfNoEntry: false });
  if (stats === undefined) throw new LabError('plugin', `plugin "${specifier}": there is no file or folder ${given}`);
  const path = realpathSync(given);
  const hash = createHash('sha256');
  if (!stats.isDirectory()) {
    hash.update(await readFile(path));
    for (const file of await filesOfModule(path)) await hashFile(hash, dirname(path), file);
    return {
      specifier,
      entry: addressOf(path),
      origin: { name: basename(path), version: versionOf('0.0.0', hash), path },
    };
  }
  const { entry, name, version } = await readManifest(specifier, path, ['source', ...IMPORTED]);
  for (const file of await filesOfFolder(path)) await hashFile(hash, path, file);
  return { specifier, entry: addressOf(entry), origin: { name, version: versionOf(version, hash), path } };
}

/**
 * The name of a package of plugins that is valid in every working directory: a path becomes absolute, names and `file:`
 * addresses stay.
 *
 * @param folder relative paths are relative to this folder
 */
export function absoluteSpecifier(specifier: string, folder: string): string {
  return specifier.startsWith('file:') ? specifier : (asPath(specifier, folder) ?? specifier);
}

async function hashFile(hash: Hash, folder: string, file: string): Promise<void> {
  hash.update(`${relative(folder, file)}\n`).update(await readFile(file));
}

function asPath(specifier: string, folder: string): string | undefined {
  if (specifier.startsWith('file:')) return pathOfAddress(specifier);
  return /^\.{1,2}([\\/]|$)/.test(specifier) || isAbsolute(specifier) ? resolve(folder, specifier) : undefined;
}

function pathOfAddress(address: string): string {
  try {
    return fileURLToPath(address);
  } catch (error) {
    throw new LabError(
      'plugin',
      `plugin "${address}": expected the address of a file on this machine (${messageOf(error)})`,
      {
        cause: error,
      },
    );
  }
}

function installedFolder(name: string, from: readonly string[]): string {
  const folders = from
    .flatMap((folder) => createRequire(join(folder, '/')).resolve.paths(name) ?? [])
    .map((modules) => join(modules, name));
  const found = folders.find((folder) => existsSync(join(folder, 'package.json')));
  if (found !== undefined) return found;
  const hint = existsSync(resolve(from[0] as string, name))
    ? `; for the file or folder of that name write "./${name}"`
    : `: install it (npm install ${name}), or give a path that begins with "./"`;
  throw new LabError('plugin', `plugin "${name}": no package of that name is installed${hint}`);
}

/** @param conditions the conditions of `exports` that apply */
async function readManifest(
  specifier: string,
  folder: string,
  conditions: readonly string[],
): Promise<Origin & { readonly entry: string }> {
  const path = join(folder, 'package.json');
  let manifest: Record<string, unknown>;
  try {
    manifest = JSON.parse(await readFile(path, 'utf8')) as Record<string, unknown>;
  } catch (error) {
    const hint = existsSync(path) ? '' : ': a folder has to be a package; a file is given by its own path';
    throw new LabError('plugin', `plugin "${specifier}": ${path} cannot be read (${reasonOf(error)})${hint}`, {
      cause: error,
    });
  }
  const { name, version = '0.0.0', main = 'index.js', exports: exported = main } = manifest;
  const built = entryOf(exported, IMPORTED);
  const entry = [entryOf(exported, conditions), built, 'src/index.ts'].find(
    (candidate) => candidate !== undefined && existsSync(join(folder, candidate)),
  );
  if (entry === undefined) {
    throw new LabError(
      'plugin',
      `plugin "${specifier}": ${path} leads to no module (${built ?? 'its "exports" offer none for "."'}), and there is no src/index.ts; is it built?`,
    );
  }
  await ensureRightCore(specifier, manifest);
  return { entry: join(folder, entry), name: String(name ?? basename(folder)), version: String(version) };
}

/** The conditions of `exports` under which Node imports a module. */
const IMPORTED: readonly string[] = ['node', 'import', 'module-sync', 'default'];

/** The target of ".", from the `exports` of a package.json: as in Node, the first condition that applies. */
function entryOf(exported: unknown, conditions: readonly string[]): string | undefined {
  if (typeof exported === 'string') return exported;
  if (typeof exported !== 'object' || exported === null) return undefined;
  if (Array.isArray(exported)) {
    return exported.map((each) => entryOf(each, conditions)).find((entry) => entry !== undefined);
  }
  if ('.' in exported) return entryOf(exported['.'], conditions);
  for (const [condition, target] of Object.entries(exported)) {
    if (!conditions.includes(condition)) continue;
    const entry = entryOf(target, conditions);
    if (entry !== undefined) return entry;
  }
  return undefined;
}

/** @throws LabError of kind `plugin` when the package was made for other versions of the core */
async function ensureRightCore(specifier: string, manifest: Readonly<Record<string, unknown>>): Promise<void> {
  const range = ['peerDependencies', 'dependencies']
    .map((key) => (manifest[key] as Record<string, unknown> | undefined)?.[CORE])
    .find((range) => typeof range === 'string');
  if (range === undefined) return;
  const { satisfies, validRange } = await import('semver');
  // A value that is no range, such as workspace:* or a git address, does not restrict versions.
  if (validRange(range) === null || satisfies(VERSION, range, { includePrerelease: true })) return;
  throw new LabError(
    'plugin',
    `plugin "${specifier}" is made for ${CORE} ${range}, and this is ${VERSION}: install a version of it that is made for ${VERSION}, or of sharpness-lab that satisfies ${range}`,
  );
}

// Node runs a module under its real path. So two paths to one file give one address.
function addressOf(path: string): string {
  return pathToFileURL(realpathSync(path)).href;
}

function versionOf(version: string, hash: Hash): string {
  return `${version}+${hash.digest('hex').slice(0, 8)}`;
}
