import { readdir, readFile } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { VERSION } from '@sharpness-lab/core';
import type { PackageName } from './package-name.ts';
import { PLUGIN, type TemplateKind } from './templates.ts';

const folder = fileURLToPath(new URL('../../templates/', import.meta.url));

/** The name of the package in the templates, and the range of Sharpness Lab versions that it supports. */
const PACKAGE = `@me/${PLUGIN}`;
const RANGE = '^0.0.0';

/**
 * The files of a new package of plugins: TypeScript, its tests, and what building and publishing it takes.
 *
 * @returns contents by path, relative to the package's folder, with / between the folders
 */
export async function packageFiles(kind: TemplateKind, name: PackageName): Promise<ReadonlyMap<string, string>> {
  const files = await Promise.all(['common', kind].map((template) => readTemplate(join(folder, template))));
  return new Map(
    files.flat().map(([path, text]) => [
      // npm leaves files with the name .gitignore out of packages, also out of ours.
      path === 'gitignore' ? '.gitignore' : path,
      text.replaceAll(PACKAGE, name.full).replaceAll(PLUGIN, name.plugin).replaceAll(RANGE, `^${VERSION}`),
    ]),
  );
}

async function readTemplate(template: string): Promise<[path: string, text: string][]> {
  const entries = await readdir(template, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return Promise.all(
    paths.map(
      async (path): Promise<[string, string]> => [
        path.slice(template.length + 1).replaceAll(sep, '/'),
        await readFile(path, 'utf8'),
      ],
    ),
  );
}
