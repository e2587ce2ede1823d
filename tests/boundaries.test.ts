import { readdirSync, readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { dirname, join, relative, resolve } from 'node:path';
import ts from 'typescript';
import { describe, expect, test } from 'vitest';

/**
 * The packages that each package may import. A package imports only those above it, and no plugin package imports
 * another.
 */
const arrows: Readonly<Record<string, readonly string[]>> = {
  core: [],
  optimizers: ['core'],
  datasets: ['core'],
  models: ['core'],
  metrics: ['core'],
  'engine-wasm': ['core'],
  'engine-tfjs': ['core'],
  studies: ['core'],
  report: ['core', 'studies'],
  paper: ['core', 'datasets', 'studies', 'report'],
  cli: [
    'core',
    'optimizers',
    'datasets',
    'models',
    'metrics',
    'engine-wasm',
    'engine-tfjs',
    'studies',
    'report',
    'paper',
  ],
};

/**
 * The rooms of core, from the ground up: each imports only from those before it. So contracts are in terms of random
 * streams, errors and zod alone, and what plugins are written against does not depend on how they are run. `index` is
 * what the package exports, without its modules for Node.js and for tests.
 */
const rooms = [
  'vendor',
  'math',
  'errors',
  'version',
  'random',
  'contracts',
  'text',
  'config',
  'plugins',
  'parameters',
  'planning',
  'training',
  'engines',
  'analysis',
  'lab',
  'index',
  'node',
  'testing',
];

/** Where modules of Node.js may be used; everything else also runs in browsers. */
const nodeOnly =
  /^packages\/(cli\/|core\/src\/(node|testing)\/|studies\/src\/(execution|records)\/|report\/src\/(render|runs|page)\/)/;

/** What a package may import of another for its types alone. */
const typesOnly: Readonly<Record<string, readonly string[]>> = { paper: ['report'] };

/** Modules whose imports the build puts into the package, so that users do not install them. */
const bundled = /^packages\/[^/]+\/src\/vendor\//;

const root = resolve(import.meta.dirname, '..');

interface Manifest {
  readonly name: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
}

const readJson = <T>(path: string) => JSON.parse(readFileSync(resolve(root, path), 'utf8')) as T;
const manifests = new Map(
  Object.keys(arrows).map((name) => [name, readJson<Manifest>(`packages/${name}/package.json`)]),
);
const folderOf = new Map([...manifests].map(([folder, { name }]) => [name, folder]));

interface Import {
  readonly specifier: string;
  readonly typeOnly: boolean;
}

/** All static and dynamic imports and re-exports of a source file or a declaration, and those within types. */
function importsOf(path: string): Import[] {
  const source = ts.createSourceFile(path, readFileSync(resolve(root, path), 'utf8'), ts.ScriptTarget.Latest, true);
  const found: Import[] = [];
  const visit = (node: ts.Node) => {
    if (
      (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) &&
      node.moduleSpecifier !== undefined &&
      ts.isStringLiteral(node.moduleSpecifier)
    ) {
      const typeOnly = ts.isImportDeclaration(node)
        ? node.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword
        : node.isTypeOnly;
      found.push({ specifier: node.moduleSpecifier.text, typeOnly: typeOnly === true });
    }
    if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
      const [argument] = node.arguments;
      if (argument !== undefined && ts.isStringLiteral(argument))
        found.push({ specifier: argument.text, typeOnly: false });
    }
    if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument) && ts.isStringLiteral(node.argument.literal)) {
      found.push({ specifier: node.argument.literal.text, typeOnly: true });
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

function sourcesOf(folder: string): string[] {
  const source = `packages/${folder}/src`;
  return readdirSync(resolve(root, source), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts'))
    .map((path) => `${source}/${path}`);
}

const isTest = (file: string) => file.endsWith('.test.ts') || file.includes('/fixtures/');

/** What is wrong with one import, or undefined. */
function objection(folder: string, file: string, { specifier, typeOnly }: Import): string | undefined {
  const { dependencies = {}, peerDependencies = {}, devDependencies = {} } = manifests.get(folder) as Manifest;
  if (specifier.startsWith('.')) {
    const target = relative(resolve(root, 'packages', folder), resolve(root, dirname(file), specifier));
    return target.startsWith('..') ? 'leaves its package' : undefined;
  }
  if (isBuiltin(specifier)) {
    return nodeOnly.test(file) || isTest(file) ? undefined : 'is a module of Node.js in code that runs in browsers too';
  }
  const name = specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
  const target = folderOf.get(name);
  if (target !== undefined) {
    if (isTest(file) && Object.hasOwn(devDependencies, name)) return undefined;
    if (!(arrows[folder] as readonly string[]).includes(target)) return 'points upward or to another plugin package';
    if (typesOnly[folder]?.includes(target) && !typeOnly && !isTest(file)) return 'must be a type import';
    return Object.hasOwn({ ...dependencies, ...peerDependencies }, name) ? undefined : 'is not among the dependencies';
  }
  const declared = {
    ...dependencies,
    ...peerDependencies,
    ...(isTest(file) ? { ...devDependencies, ...testTools } : {}),
    ...(bundled.test(file) ? devDependencies : {}),
  };
  return Object.hasOwn(declared, name) ? undefined : 'is not declared in package.json';
}

/** The room of core that a file is in. */
const roomOf = (file: string) => (relative('packages/core/src', file).split('/')[0] as string).replace(/\.ts$/, '');

/** What is wrong with one import within core, or undefined. */
function roomObjection(file: string, { specifier }: Import): string | undefined {
  if (!specifier.startsWith('.')) return undefined;
  const [from, to] = [file, join(dirname(file), specifier)].map(roomOf) as [string, string];
  return rooms.indexOf(to) <= rooms.indexOf(from) ? undefined : `points up, from ${from} to ${to}`;
}

const testTools = readJson<Manifest>('package.json').devDependencies ?? {};

describe('boundaries', () => {
  test('every package has its place', () => {
    expect(readdirSync(resolve(root, 'packages')).sort()).toEqual(Object.keys(arrows).sort());
  });

  test.each(Object.keys(arrows))('%s imports only what it may', (folder) => {
    const sources = sourcesOf(folder);
    expect(sources).not.toEqual([]);
    const objections = sources.flatMap((file) =>
      importsOf(file).flatMap((each) => {
        const problem = objection(folder, file, each);
        return problem === undefined ? [] : [`${file}: "${each.specifier}" ${problem}`];
      }),
    );
    expect(objections).toEqual([]);
  });

  test.each(Object.keys(arrows))('%s references the projects it depends on', (folder) => {
    const { dependencies = {}, peerDependencies = {} } = manifests.get(folder) as Manifest;
    const needed = Object.keys({ ...dependencies, ...peerDependencies }).flatMap((name) => folderOf.get(name) ?? []);
    const { references = [] } = readJson<{ references?: { path: string }[] }>(`packages/${folder}/tsconfig.json`);
    expect(references.map(({ path }) => path.replace('../', '')).sort()).toEqual(needed.sort());
  });

  test.each(Object.keys(arrows))('the declarations of %s import only what they may', (folder) => {
    const compiled = sourcesOf(folder).filter((file) => !isTest(file) && !file.endsWith('.d.ts'));
    const objections = compiled.flatMap((file) => {
      const declaration = file.replace('/src/', '/dist/').replace(/\.ts$/, '.d.ts');
      return importsOf(declaration).flatMap(({ specifier }) => {
        const problem = objection(folder, file, { specifier, typeOnly: true });
        return problem === undefined ? [] : [`${declaration}: "${specifier}" ${problem}`];
      });
    });
    expect(objections).toEqual([]);
  });

  test('the rule can fail: upward, sideways, undeclared, out of the package, Node.js in the browser', () => {
    const check = (folder: string, specifier: string, typeOnly = false) =>
      objection(folder, `packages/${folder}/src/plugin.ts`, { specifier, typeOnly });
    expect(check('core', '@sharpness-lab/models')).toContain('points upward');
    expect(check('optimizers', '@sharpness-lab/datasets', true)).toContain('another plugin package');
    expect(check('metrics', 'lodash')).toContain('not declared');
    expect(check('metrics', '../../core/src/lab.ts')).toContain('leaves its package');
    expect(check('datasets', 'node:fs')).toContain('Node.js');
    expect(check('engine-tfjs', '@tensorflow/tfjs', true)).toContain('not declared');
    expect(check('paper', '@sharpness-lab/datasets')).toBeUndefined();
    expect(check('paper', '@sharpness-lab/report')).toContain('type import');
    expect(check('report', '@sharpness-lab/paper', true)).toContain('points upward');
  });
});

describe('the rooms of core', () => {
  test('have a place each', () => {
    const found = readdirSync(resolve(root, 'packages/core/src')).filter((name) => !isTest(name));
    expect(found.map((name) => name.replace(/\.ts$/, '')).sort()).toEqual([...rooms].sort());
  });

  test('import only from those below', () => {
    const objections = sourcesOf('core')
      .filter((file) => !isTest(file))
      .flatMap((file) =>
        importsOf(file).flatMap((each) => {
          const problem = roomObjection(file, each);
          return problem === undefined ? [] : [`${file}: "${each.specifier}" ${problem}`];
        }),
      );
    expect(objections).toEqual([]);
  });

  test('the rule can fail: for types too, and from whatever depth', () => {
    const check = (file: string, specifier: string, typeOnly = false) =>
      roomObjection(`packages/core/src/${file}`, { specifier, typeOnly });
    expect(check('contracts/plugin.ts', '../plugins/registry.ts', true)).toBe('points up, from contracts to plugins');
    expect(check('random/random-stream.ts', '../contracts/problem.ts')).toBe('points up, from random to contracts');
    expect(check('errors.ts', './config/issues.ts')).toBe('points up, from errors to config');
    expect(check('lab/lab.ts', '../index.ts')).toBe('points up, from lab to index');
    expect(check('node/runs/record.ts', '../../testing/index.ts')).toBe('points up, from node to testing');
    expect(check('contracts/plugin.ts', '../errors.ts')).toBeUndefined();
    expect(check('contracts/plugin.ts', './schedule.ts')).toBeUndefined();
    expect(check('testing/suites/engine/bench.ts', '../../stand-ins/small-lab.ts')).toBeUndefined();
  });
});
