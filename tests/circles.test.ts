import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { cruise, type ICruiseResult } from 'dependency-cruiser';
import { afterAll, describe, expect, test } from 'vitest';

const root = resolve(import.meta.dirname, '..');

/** All imports within folders, also those of types alone, those when they are reached, and re-exports. */
async function importsWithin(baseDir: string, folders: readonly string[]): Promise<ICruiseResult> {
  const { output } = await cruise(
    [...folders],
    {
      baseDir,
      ruleSet: { forbidden: [{ name: 'circle', severity: 'error', from: {}, to: { circular: true } }] },
      validate: true,
      tsPreCompilationDeps: true,
      doNotFollow: { path: 'node_modules' },
      exclude: { path: '(^|/)(node_modules|dist|cache)/' },
    },
    { conditionNames: ['@sharpness-lab/source', 'import'], exportsFields: ['exports'], bustTheCache: true },
  );
  return output as ICruiseResult;
}

/** Each circle once, as the files that one comes through from its first in alphabetical order. */
function circlesOf({ summary }: ICruiseResult): string[] {
  const circles = summary.violations.map(({ cycle = [] }) => {
    const files = cycle.map(({ name }) => name);
    const first = files.indexOf(files.toSorted()[0] as string);
    return [...files.slice(first), ...files.slice(0, first)].join(' > ');
  });
  return [...new Set(circles)].sort();
}

test('no source files import each other in a circle', async () => {
  const imports = await importsWithin(root, [
    'packages',
    'examples',
    'tests',
    'tools',
    'docs/.vitepress',
    'benchmarks',
  ]);
  // What is imported from another package is a source file, too.
  const metrics = imports.modules.find(({ source }) => source === 'packages/metrics/src/index.ts');
  expect(metrics?.dependencies.map(({ resolved }) => resolved)).toContain('packages/core/src/index.ts');
  expect(imports.modules.filter(({ source }) => source.startsWith('packages/engine-wasm/assembly/'))).not.toEqual([]);
  expect(circlesOf(imports)).toEqual([]);
});

describe('the rule can fail', () => {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'circles-')));
  afterAll(() => rmSync(folder, { recursive: true }));

  test.each<[string, Record<string, string>, string[]]>([
    [
      'values',
      { 'a.ts': "import { b } from './b.ts';", 'b.ts': "import { a } from './a.ts';" },
      ['src/a.ts > src/b.ts'],
    ],
    [
      'a type',
      { 'a.ts': "import { b } from './b.ts';", 'b.ts': "import type { A } from './a.ts';" },
      ['src/a.ts > src/b.ts'],
    ],
    [
      'types alone, inline, over a third file',
      {
        'a.ts': "import { type B } from './b.ts';",
        'b.ts': "import type { C } from './c.ts';",
        'c.ts': "export const c = (a: import('./a.ts').A) => a;",
      },
      ['src/a.ts > src/b.ts > src/c.ts'],
    ],
    [
      're-exports',
      { 'a.ts': "export * from './b.ts';", 'b.ts': "export type { A } from './a.ts';" },
      ['src/a.ts > src/b.ts'],
    ],
    [
      'an import when it is reached',
      { 'a.ts': "import { b } from './b.ts';", 'b.ts': "export const b = () => import('./a.ts');" },
      ['src/a.ts > src/b.ts'],
    ],
    ['itself', { 'a.ts': "import * as a from './a.ts';" }, ['src/a.ts']],
    [
      'another package of the workspace',
      { 'a.ts': "import type { B } from '@lab/b';", 'b/index.ts': "export { a } from '../a.ts';" },
      ['src/a.ts > src/b/index.ts'],
    ],
    [
      'nothing that leads back',
      {
        'a.ts': "import { b } from './b.ts'; import { c } from './c.ts';",
        'b.ts': "import { c } from './c.ts';",
        'c.ts': '',
      },
      [],
    ],
  ])('by %s', async (what, files, circles) => {
    const project = join(folder, what.replaceAll(/\W/g, '-'));
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(project, 'src', path)), { recursive: true });
      writeFileSync(join(project, 'src', path), text);
    }
    mkdirSync(join(project, 'src/b'), { recursive: true });
    writeFileSync(
      join(project, 'src/b/package.json'),
      JSON.stringify({
        name: '@lab/b',
        exports: { '@sharpness-lab/source': './index.ts', default: './dist/index.js' },
      }),
    );
    mkdirSync(join(project, 'node_modules/@lab'), { recursive: true });
    symlinkSync(join(project, 'src/b'), join(project, 'node_modules/@lab/b'), 'dir');
    expect(circlesOf(await importsWithin(project, ['src']))).toEqual(circles);
  });
});
