import { readdirSync, readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { dirname, relative, resolve } from 'node:path';
import ts from 'typescript';
import { describe, expect, test } from 'vitest';

/** Which packages each package may import. Arrows point down only, and no plugin package sees another. */
const arrows: Readonly<Record<string, readonly string[]>> = {
  core: [],
  optimizers: ['core'],
  datasets: ['core'],
  models: ['core'],
  metrics: ['core'],
  'engine-wasm': ['core'],
  'engine-tfjs': ['core'],
  paper: ['core', 'optimizers', 'datasets', 'models', 'metrics', 'engine-wasm', 'engine-tfjs'],
  report: ['core', 'paper'],
  cli: ['core', 'optimizers', 'datasets', 'models', 'metrics', 'engine-wasm', 'engine-tfjs', 'paper', 'report'],
};

/** Where modules of Node.js may be used; everything else also runs in browsers. */
const nodeOnly = /^packages\/(cli\/|core\/src\/(node|testing)\/|report\/src\/(render|runs|page)\/)/;

/** Packages that import tfjs at run time; all others may only use its types. */
const tfjsUsers = /^packages\/engine-tfjs\//;

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

/** All static and dynamic imports and re-exports of a source file. */
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

/** What is wrong with one import, or undefined. */
function objection(folder: string, file: string, { specifier, typeOnly }: Import): string | undefined {
  const isTest = file.endsWith('.test.ts') || file.includes('/fixtures/');
  const { dependencies = {}, peerDependencies = {}, devDependencies = {} } = manifests.get(folder) as Manifest;
  if (specifier.startsWith('.')) {
    const target = relative(resolve(root, 'packages', folder), resolve(root, dirname(file), specifier));
    return target.startsWith('..') ? 'leaves its package' : undefined;
  }
  if (isBuiltin(specifier)) {
    return nodeOnly.test(file) || isTest ? undefined : 'is a module of Node.js in code that runs in browsers too';
  }
  const name = specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
  const target = folderOf.get(name);
  if (target !== undefined) {
    if (isTest && Object.hasOwn(devDependencies, name)) return undefined;
    if (!(arrows[folder] as readonly string[]).includes(target)) return 'points upward or to another plugin package';
    return Object.hasOwn({ ...dependencies, ...peerDependencies }, name) ? undefined : 'is not among the dependencies';
  }
  if (name.startsWith('@tensorflow/') && !typeOnly && !isTest && !tfjsUsers.test(file)) return 'must be a type import';
  const declared = { ...dependencies, ...peerDependencies, ...(isTest ? { ...devDependencies, ...testTools } : {}) };
  return Object.hasOwn(declared, name) ? undefined : 'is not declared in package.json';
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

  test('the rule can fail: upward, sideways, undeclared, out of the package, Node.js in the browser', () => {
    const check = (folder: string, specifier: string, typeOnly = false) =>
      objection(folder, `packages/${folder}/src/plugin.ts`, { specifier, typeOnly });
    expect(check('core', '@sharpness-lab/models')).toContain('points upward');
    expect(check('optimizers', '@sharpness-lab/datasets', true)).toContain('another plugin package');
    expect(check('metrics', 'lodash')).toContain('not declared');
    expect(check('metrics', '../../core/src/lab.ts')).toContain('leaves its package');
    expect(check('datasets', 'node:fs')).toContain('Node.js');
    expect(check('models', '@tensorflow/tfjs')).toContain('type import');
    expect(check('models', '@tensorflow/tfjs', true)).toBeUndefined();
    expect(check('paper', '@sharpness-lab/datasets')).toBeUndefined();
  });
});
