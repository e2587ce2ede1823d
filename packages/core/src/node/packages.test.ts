import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createLab } from '../lab.ts';
import { locatePackage } from './locate.ts';
import { loadPackages, locatePackages } from './packages.ts';

const core = fileURLToPath(new URL('../..', import.meta.url));
const tinyLab = join(core, 'fixtures/tiny-lab.js');
// Within this package, so that plugins find @sharpness-lab/core as they would once installed.
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
    expect(origin).toEqual({ name: 'one.js', version: expect.stringMatching(/^0\.0\.0\+[0-9a-f]{8}$/) });
    expect((await locate(entry)).origin).toEqual(origin);
    write(path, 'export default [ ];');
    expect((await locate('./one.js')).origin.version).not.toBe(origin.version);
  });

  test('a package that is named twice, once', async () => {
    expect(await locatePackages(['both', './node_modules/both/lib/plugins.js', 'both'], from)).toHaveLength(1);
  });

  test.each([
    ['nowhere', 'plugin "nowhere": no package of that name is installed: install it (npm install nowhere)'],
    ['mine', 'plugin "mine": no package of that name is installed; for the file or folder of that name write "./mine"'],
    ['./none.js', 'plugin "./none.js": there is no file or folder '],
    ['./bare', 'package.json cannot be read (there is no such file or folder)'],
    ['./broken', 'package.json cannot be read ('],
    ['./unbuilt', 'leads to no module (./dist/index.js); is it built?'],
    ['./browser-only', 'leads to no module (its "exports" offer none for "."); is it built?'],
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

  const observer = `import { defineObserver } from '@sharpness-lab/core';
    import { z } from 'zod';
    const quiet = defineObserver({ name: 'quiet', summary: '', options: z.object({}), create: () => ({ observe() {} }) });`;

  test.each(['quiet', '[quiet]'])('definitions without a module: export default %s', async (exported) => {
    const file = `observer-${exported.length}.js`;
    write(join(project, file), `${observer} export default ${exported};`);
    const { registry } = createLab(await load(`./${file}`));
    expect(registry.list('observer').map(({ definition }) => definition.name)).toEqual(['quiet']);
  });

  test.each([
    ['no-default.js', 'export const plugins = [];', 'exports no plugins: expected a default export'],
    ['empty.js', 'export default [];', 'exports no plugins: expected a default export'],
    ['other.js', 'export default { name: "sam" };', 'exports no plugins: expected a default export'],
    ['throws.js', 'throw new Error("out of order");', 'does not load: out of order'],
    ['syntax.js', 'export default {{;', 'does not load: '],
  ])('%s is refused', async (file, content, message) => {
    write(join(project, file), content);
    const error: unknown = await load(`./${file}`).catch((error: unknown) => error);
    expect(error).toMatchObject({
      name: 'LabError',
      kind: 'plugin',
      message: expect.stringContaining(`plugin "./${file}" ${message}`),
    });
  });
});
