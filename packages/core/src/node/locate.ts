import { createHash, type Hash } from 'node:crypto';
import { existsSync, realpathSync, statSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, isAbsolute, join, relative, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { LabError } from '../errors.ts';
import type { Origin } from '../registry.ts';
import { reasonOf } from './system-error.ts';

/** Where a package of plugins is; plain data, so that worker threads can be told. */
export interface PackageLocation {
  /** What the user called it. */
  readonly specifier: string;
  /** `file:` address of the module to import. */
  readonly entry: string;
  readonly origin: Origin;
}

/**
 * Finds a package of plugins: an installed one by its name, or a file or folder by its path or `file:` address. What is
 * found by path can change while its version stays, so its version carries a hash of the content: of the file, or of
 * everything in the folder.
 *
 * @param from folders: names are looked up from each in turn, paths are relative to the first
 * @throws LabError of kind `plugin` when there is no such package, or it cannot be read
 */
export async function locatePackage(specifier: string, from: readonly string[]): Promise<PackageLocation> {
  const path = asPath(specifier, from[0] as string);
  if (path === undefined) {
    const folder = installedFolder(specifier, from);
    const { entry, name, version } = await readManifest(specifier, folder);
    return { specifier, entry: addressOf(entry), origin: { name, version } };
  }
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats === undefined) throw new LabError('plugin', `plugin "${specifier}": there is no file or folder ${path}`);
  const hash = createHash('sha256');
  if (!stats.isDirectory()) {
    hash.update(await readFile(path));
    return { specifier, entry: addressOf(path), origin: { name: basename(path), version: versionOf('0.0.0', hash) } };
  }
  const { entry, name, version } = await readManifest(specifier, path);
  for (const file of await filesIn(path)) hash.update(`${relative(path, file)}\n`).update(await readFile(file));
  return { specifier, entry: addressOf(entry), origin: { name, version: versionOf(version, hash) } };
}

function asPath(specifier: string, folder: string): string | undefined {
  if (specifier.startsWith('file:')) return fileURLToPath(specifier);
  return /^\.{1,2}([\\/]|$)/.test(specifier) || isAbsolute(specifier) ? resolve(folder, specifier) : undefined;
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

async function readManifest(specifier: string, folder: string): Promise<Origin & { readonly entry: string }> {
  const path = join(folder, 'package.json');
  let manifest: Record<string, unknown>;
  try {
    manifest = JSON.parse(await readFile(path, 'utf8')) as Record<string, unknown>;
  } catch (error) {
    throw new LabError('plugin', `plugin "${specifier}": ${path} cannot be read (${reasonOf(error)})`, {
      cause: error,
    });
  }
  const { name, version = '0.0.0', main = 'index.js', exports: exported = main } = manifest;
  const entry = entryOf(exported);
  if (entry === undefined || !existsSync(join(folder, entry))) {
    throw new LabError(
      'plugin',
      `plugin "${specifier}": ${path} leads to no module (${entry ?? 'its "exports" offer none for "."'}); is it built?`,
    );
  }
  return { entry: join(folder, entry), name: String(name ?? basename(folder)), version: String(version) };
}

/** What Node imports for ".", from the `exports` of a package.json. */
function entryOf(exported: unknown): string | undefined {
  if (typeof exported === 'string') return exported;
  if (typeof exported !== 'object' || exported === null) return undefined;
  if (Array.isArray(exported)) return exported.map(entryOf).find((entry) => entry !== undefined);
  if ('.' in exported) return entryOf(exported['.']);
  for (const [condition, target] of Object.entries(exported)) {
    if (!['node', 'import', 'module-sync', 'default'].includes(condition)) continue;
    const entry = entryOf(target);
    if (entry !== undefined) return entry;
  }
  return undefined;
}

async function filesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const files = await Promise.all(
    entries
      .filter(({ name }) => !name.startsWith('.') && name !== 'node_modules')
      .map((entry) => (entry.isDirectory() ? filesIn(join(folder, entry.name)) : [join(folder, entry.name)])),
  );
  return files.flat().sort();
}

// Node runs a module under its real path; so two ways to one file are one address.
function addressOf(path: string): string {
  return pathToFileURL(realpathSync(path)).href;
}

function versionOf(version: string, hash: Hash): string {
  return `${version}+${hash.digest('hex').slice(0, 8)}`;
}
