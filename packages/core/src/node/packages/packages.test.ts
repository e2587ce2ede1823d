import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { LabError } from '../../errors.ts';
import { createLab } from '../../lab/lab.ts';
import { VERSION } from '../../version.ts';
import { loadPackages, locatePackages } from '../index.ts';
import { locatePackage } from './locate.ts';

const core = fileURLToPath(new URL('../../..', import.meta.url));
const tinyLab = join(core, 'fixtures/tiny-lab.js');
// The folder lies within this package, so that plugins find @sharpness-lab/core like installed ones.
const project = mkdtempSync(join(core, '.plugins-'));
const application = mkdtempSync(join(core, '.application-'));
afterAll(() => {
  rmSync(project, { recursive: true });
  rmSync(application, { recursive: true });
});

function write(path: string, content: string): string {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
  return path;
}

function installPackage(folder: string, manifest: object): void {
  write(join(folder, 'package.json'), JSON.stringify(manifest));
  cpSync(tinyLab, join(folder, 'lib/plugins.js'));
}

beforeAll(() => {
  installPackage(join(application, 'node_modules/built-in'), {
    name: 'built-in',
    version: '1.0.0',
    type: 'module',
    exports: './lib/plugins.js',
  });
  installPackage(join(application, 'node_modules/both'), { name: 'both', version: '1.0.0', main: 'lib/plugins.js' });
  installPackage(join(project, 'node_modules/both'), { name: 'both', version: '2.0.0', main: 'lib/plugins.js' });
  installPackage(join(project, 'node_modules/@me/nested'), {
    name: '@me/nested',
    version: '0.3.1',
    type: 'module',
    exports: { '.': { types: './lib/plugins.d.ts', browser: './none.js', import: { default: './lib/plugins.js' } } },
  });
  installPackage(join(project, 'mine'), {
    name: 'mine',
    version: '0.1.0',
    type: 'module',
    exports: './lib/plugins.js',
  });
});

const from = [project, application];
const locate = (specifier: string) => locatePackage(specifier, from);

describe('finding', () => {
  test('installed packages by name, the project’s before the application’s', async () => {
    expect((await locate('built-in')).origin).toEqual({ name: 'built-in', version: '1.0.0' });
    expect((await locate('both')).origin).toEqual({ name: 'both', version: '2.0.0' });
    expect(await locate('@me/nested')).toMatchObject({
      entry: expect.stringMatching(/^file:.*@me\/nested\/lib\/plugins\.js$/),
      origin: { name: '@me/nested', version: '0.3.1' },
    });
  });

  test('a folder by its path; its version follows the content', async () => {
    const { origin, entry } = await locate('./mine');
    expect(origin.version).toMatch(/^0\.1\.0\+[0-9a-f]{8}$/);
    expect(origin.name).toBe('mine');
    expect(entry).toMatch(/mine\/lib\/plugins\.js$/);
    expect((await locate(join(project, 'mine'))).origin).toEqual(origin);
    write(join(project, 'mine/lib/helper.js'), 'export const factor = 2;');
    expect((await locate('./mine')).origin.version).not.toBe(origin.version);
  });

  test('a file by its path or address; its version follows the content', async () => {
    const path = write(join(project, 'one.js'), 'export default [];');
    const { origin, entry } = await locate('./one.js');
    expect(origin).toEqual({ name: 'one.js', version: expect.stringMatching(/^0\.0\.0\+[0-9a-f]{8}$/), path });
    expect((await locate(entry)).origin).toEqual(origin);
    write(path, 'export default [ ];');
    expect((await locate('./one.js')).origin.version).not.toBe(origin.version);
  });

  test('what a file imports by relative paths counts as its content, however the import is written', async () => {
    write(join(project, 'around.js'), "import './inner.js'; export { default } from './inner.js';");
    write(join(project, 'inner.js'), "export * from './source.js'; export default [];");
    const source = write(join(project, 'source.ts'), 'export const a = 1;');
    const { origin } = await locate('./around.js');
    expect((await locate('./around.js')).origin).toEqual(origin);
    write(source, 'export const a = 2;');
    expect((await locate('./around.js')).origin.version).not.toBe(origin.version);
  });

  test('texts, installed packages and runs in a folder leave its version as it is', async () => {
    const { version } = (await locate('./mine')).origin;
    write(join(project, 'mine/README.md'), '# Mine');
    write(join(project, 'mine/node_modules/other/index.js'), '');
    for (const name of ['config.json', 'environment.json', 'metrics.jsonl']) {
      write(join(project, 'mine/out/fig1b-s0-0123456789ab', name), '{}');
    }
    write(join(project, 'mine/out/claims.json'), '[]');
    expect((await locate('./mine')).origin.version).toBe(version);
    write(join(project, 'mine/data/points.json'), '[]');
    expect((await locate('./mine')).origin.version).not.toBe(version);
  });

  test('TypeScript: a file, the source condition of a folder, src/index.ts while it is not built', async () => {
    const typescript = 'const plugins: never[] = []; export default plugins;';
    write(join(project, 'one.ts'), typescript);
    expect((await locate('./one.ts')).entry).toMatch(/one\.ts$/);
    const exports = { '.': { source: './lib/main.ts', default: './dist/index.js' } };
    for (const folder of ['with-source', 'node_modules/with-source']) {
      write(join(project, folder, 'package.json'), JSON.stringify({ name: 'with-source', exports }));
      write(join(project, folder, 'lib/main.ts'), typescript);
      write(join(project, folder, 'dist/index.js'), '');
    }
    expect((await locate('./with-source')).entry).toMatch(/lib\/main\.ts$/);
    expect((await locate('with-source')).entry).toMatch(/dist\/index\.js$/);
    write(join(project, 'sources/package.json'), JSON.stringify({ name: 'sources', main: 'dist/index.js' }));
    write(join(project, 'sources/src/index.ts'), typescript);
    expect((await locate('./sources')).entry).toMatch(/src\/index\.ts$/);
    write(join(project, 'sources/dist/index.js'), '');
    expect((await locate('./sources')).entry).toMatch(/dist\/index\.js$/);
  });

  test.each([
    [`^${VERSION}`, 'peerDependencies', true],
    ['>=0.1', 'dependencies', true],
    ['workspace:*', 'dependencies', true],
    ['^99.0.0', 'peerDependencies', false],
    [`<${VERSION}`, 'dependencies', false],
  ])('a package made for core %s (%s): loads %s', async (range, key, loads) => {
    write(
      join(project, 'ranged/package.json'),
      JSON.stringify({ name: 'ranged', [key]: { '@sharpness-lab/core': range } }),
    );
    write(join(project, 'ranged/index.js'), 'export default [];');
    const message = `plugin "./ranged" is made for @sharpness-lab/core ${range}, and this is ${VERSION}: install`;
    const located = locate('./ranged');
    if (loads) expect((await located).origin.name).toBe('ranged');
    else await expect(located).rejects.toThrow(message);
  });

  test('a package that is named twice, once', async () => {
    expect(await locatePackages(['both', './node_modules/both/lib/plugins.js', 'both'], from)).toHaveLength(1);
  });

  test.each([
    ['nowhere', 'plugin "nowhere": no package of that name is installed: install it (npm install nowhere)'],
    ['mine', 'plugin "mine": no package of that name is installed; for the file or folder of that name write "./mine"'],
    ['file://host/x.js', 'plugin "file://host/x.js": expected the address of a file on this machine ('],
    ['./none.js', 'plugin "./none.js": there is no file or folder '],
    ['./bare', 'package.json cannot be read (there is no such file or folder): a folder has to be a package; a file'],
    ['./broken', 'package.json cannot be read ('],
    ['./unbuilt', 'leads to no module (./dist/index.js), and there is no src/index.ts; is it built?'],
    ['./browser-only', 'leads to no module (its "exports" offer none for ".")'],
  ])('%s is refused', async (specifier, message) => {
    mkdirSync(join(project, 'bare'), { recursive: true });
    write(join(project, 'broken/package.json'), '{ "name": ');
    write(join(project, 'unbuilt/package.json'), '{ "exports": "./dist/index.js" }');
    write(join(project, 'browser-only/package.json'), '{ "exports": { "browser": "./index.js" } }');
    const error: unknown = await locate(specifier).catch((error: unknown) => error);
    expect(error).toMatchObject({ name: 'LabError', kind: 'plugin', message: expect.stringContaining(message) });
  });
});

describe('loading', () => {
  const load = async (specifier: string) => loadPackages(await locatePackages([specifier], from));

  test('a container module, with its origin', async () => {
    const { registry } = createLab(await load('./mine'));
    expect(registry.get('optimizer', 'descent').origin).toEqual((await locate('./mine')).origin);
  });

  test.each(['ts', 'js'])('with the core that is running, where none is installed (.%s)', async (extension) => {
    const elsewhere = mkdtempSync(join(tmpdir(), 'plugin-'));
    try {
      const path = write(
        join(elsewhere, `own.${extension}`),
        `import { LabError } from '@sharpness-lab/core';
         import { encodeSafetensors, loadPackages } from '@sharpness-lab/core/node';
         throw new LabError('plugin', [encodeSafetensors, loadPackages].map((each) => each.name).join());`,
      );
      const error = (await load(path).catch((error: unknown) => error)) as Error;
      expect(error.message).toContain('does not load: encodeSafetensors,loadPackages');
      expect(error.cause).toBeInstanceOf(LabError);
    } finally {
      rmSync(elsewhere, { recursive: true });
    }
  });

  const observer = `import { defineObserver } from '@sharpness-lab/core';
    import { z } from 'zod';
    const quiet = defineObserver({ name: 'quiet', summary: '', options: z.object({}), create: () => ({ observe() {} }) });`;

  test.each(['quiet', '[quiet]'])('definitions without a module: export default %s', async (exported) => {
    const file = `observer-${exported.length}.js`;
    write(join(project, file), `${observer} export default ${exported};`);
    const { registry } = createLab(await load(`./${file}`));
    expect(registry.list('observer').map(({ definition }) => definition.name)).toEqual(['quiet']);
  });

  test('TypeScript, with more than types to erase, and files beside it by either ending', async () => {
    write(join(project, 'rates.ts'), 'export enum Rate { Low = 1, High = 2 }');
    write(join(project, 'names.ts'), "export const name: string = 'typed';");
    write(
      join(project, 'typed.ts'),
      `import { defineObserver, LabError, type Observer } from '@sharpness-lab/core';
       import { z } from 'zod';
       import { Rate } from './rates.js';
       import { name } from './names.ts';
       export default defineObserver({
         name,
         summary: String(Rate.High),
         options: z.object({}),
         create: (): Observer => ({ observe: () => { throw new LabError('plugin', 'as told'); } }),
       });`,
    );
    const { registry } = createLab(await load('./typed.ts'));
    expect(registry.list('observer').map(({ definition: { name, summary } }) => ({ name, summary }))).toEqual([
      { name: 'typed', summary: '2' },
    ]);
  });

  test.each([
    ['no-default.js', 'export const plugins = [];', 'exports no plugins: expected a default export'],
    ['empty.js', 'export default [];', 'exports no plugins: expected a default export'],
    ['other.js', 'export default { name: "sam" };', 'exports no plugins: expected a default export'],
    ['throws.js', 'throw new Error("out of order");', 'does not load: out of order'],
    ['late.js', '\n\nconst nothing = undefined;\nexport default nothing.name;', '(late.js, line 4)'],
    ['syntax.js', '\nexport default {{;', 'does not load: '],
    ['syntax.ts', 'const a: number = 1;\n\nexport default {{;', 'does not load: Unexpected token (syntax.ts, line 3)'],
    ['around.ts', 'import "./syntax.ts"; export default [];', 'does not load: Unexpected token (syntax.ts, line 3)'],
    ['late.ts', 'const nothing: any = undefined;\nexport default nothing.name;', '(late.ts, line 2)'],
    ['lost.ts', 'import "./no-file.ts";', "does not load: Cannot find module './no-file.ts' (lost.ts, line 1)"],
    ['needs.ts', '\nimport "no-such";', 'imports "no-such", which is not installed there (npm install no-such)'],
    ['needs.js', 'import "no-such";', 'imports "no-such", which is not installed there (npm install no-such)'],
  ])('%s is refused', async (file, content, message) => {
    write(join(project, file), content);
    const error: unknown = await load(`./${file}`).catch((error: unknown) => error);
    expect(error).toMatchObject({
      name: 'LabError',
      kind: 'plugin',
      message: expect.stringContaining(message),
    });
    expect((error as Error).message).toMatch(new RegExp(`^plugin "\\./${file}" .*$`));
  });
});
