import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { ended, startIn, tiny, tinyLab } from './fixtures/command.ts';

const root = mkdtempSync(join(tmpdir(), 'sharpness-plugins-'));
afterAll(() => rmSync(root, { recursive: true }));

// A project in which the lab is installed.
const installed = fileURLToPath(new URL('../../../node_modules/@sharpness-lab', import.meta.url));
let project = '';
beforeEach(() => {
  project = mkdtempSync(join(root, 'project-'));
  mkdirSync(join(project, 'node_modules'));
  symlinkSync(installed, join(project, 'node_modules/@sharpness-lab'), 'dir');
});

function write(path: string, content: string | object): void {
  const file = join(project, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
}

const sharpness = (...args: string[]) => ended(startIn(project, args));

/** An optimizer in TypeScript that imports a file beside it. Its rate is 1/2, so that one step reaches w = 1. */
function writeOptimizer(folder: string): void {
  write(join(folder, 'rate.ts'), 'export enum Rate { Full = 1, Half = 0.5 }\n');
  write(
    join(folder, 'halving.ts'),
    `import { defineOptimizer, fromUpdate, LabError, z } from '@sharpness-lab/core';
     import { Rate } from './rate.js';
     export default defineOptimizer({
       name: 'halving',
       summary: 'gradient descent',
       options: z.object({ refuse: z.boolean().default(false) }),
       create: ({ refuse }) => {
         if (refuse) throw new LabError('config', 'refused as told');
         return fromUpdate((problem) => (gradient) => problem.axpy(-Rate.Half, gradient, problem.parameters));
       },
     });\n`,
  );
}

const halving = { ...tiny, phases: [{ optimizer: 'halving', epochs: 1 }] };

describe('TypeScript', () => {
  test('a file trains without being built, and its errors are errors of the lab', async () => {
    writeOptimizer('.');
    write('tiny.json', halving);
    const run = ['run', 'tiny.json', '--plugin', './halving.ts', '--json', '--quiet'];
    const { stdout, stderr } = await sharpness(...run);
    expect(stderr).toBe('');
    expect(JSON.parse(stdout)).toMatchObject({ status: 'completed', final: { values: { error: 0 } } });
    // The command recognises a LabError by its class. So the plugin must throw the class of the same copy of core.
    const refused = await sharpness(...run, 'phases.0.optimizer.refuse=true');
    expect(refused).toMatchObject({ code: 2, stderr: 'error: refused as told\n' });
  });

  test('a folder trains from its sources, also an installed one that is not built', async () => {
    for (const folder of ['mine', 'node_modules/mine']) {
      writeOptimizer(join(folder, 'src'));
      write(join(folder, 'src/index.ts'), "export { default } from './halving.ts';");
      write(join(folder, 'package.json'), { name: 'mine', version: '0.3.0', exports: './dist/index.js' });
    }
    write('tiny.json', halving);
    for (const plugin of ['./mine', 'mine']) {
      const { stdout } = await sharpness('run', 'tiny.json', '--plugin', plugin, '--json', '--quiet');
      expect(JSON.parse(stdout)).toMatchObject({ status: 'completed', final: { values: { error: 0 } } });
    }
  });
});

describe('where plugins are looked for', () => {
  const labelled = (name: string) => `import { defineObserver, z } from '@sharpness-lab/core';
    export default defineObserver({ name: '${name}', summary: '', options: z.object({}), create: () => ({ observe() {} }) });`;

  test('paths in a file are relative to the file, and those of the command to where one stands', async () => {
    write('studies/plugins/watch.js', labelled('watch'));
    write('here.js', labelled('here'));
    write('studies/tiny.json', { ...tiny, plugins: [tinyLab, './plugins/watch.js'], observers: ['watch', 'here'] });
    const { stdout, stderr } = await sharpness('run', 'studies/tiny.json', '--plugin', './here.js', '--json');
    expect(stderr).toBe('tiny: 4 steps on engine plain (generic)\n');
    const { dir } = JSON.parse(stdout) as { dir: string };
    const { plugins } = JSON.parse(readFileSync(join(project, dir, 'config.json'), 'utf8')) as { plugins: string[] };
    expect(plugins.map((path) => relative(project, path))).toEqual([
      relative(project, tinyLab),
      join('studies', 'plugins', 'watch.js'),
      'here.js',
    ]);
  });

  test('a run is resumed from any folder, with its plugins by path and by name', async () => {
    writeOptimizer('node_modules/halving');
    write('node_modules/halving/package.json', { name: 'halving', version: '1.0.0', main: './halving.ts' });
    write('watch.js', labelled('watch'));
    const observers = ['watch', { name: 'signal', signal: 'SIGKILL', checkpoint: 2 }];
    write('tiny.json', { ...halving, plugins: [tinyLab, './watch.js', 'halving'], observers });
    await sharpness('run', 'tiny.json', '--checkpoint-every', '1e-6', '--quiet');
    const dir = join('runs', readdirSync(join(project, 'runs'))[0] as string);
    const { runId } = JSON.parse(readFileSync(join(project, dir, 'environment.json'), 'utf8')) as { runId: string };
    const elsewhere = mkdtempSync(join(root, 'elsewhere-'));
    const resumed = await ended(startIn(elsewhere, ['resume', join(project, dir), '--json', '--quiet']));
    expect(resumed.stderr).toBe('');
    expect(JSON.parse(resumed.stdout)).toMatchObject({ status: 'completed', runId });
  });

  test('where it lies does not decide what a run is', async () => {
    const ids: unknown[] = [];
    for (const folder of ['a', 'b/c']) {
      writeOptimizer(folder);
      write(join(folder, 'tiny.json'), { ...halving, plugins: [tinyLab, './halving.ts'] });
      const { stdout } = await sharpness('run', join(folder, 'tiny.json'), '--out', folder, '--json', '--quiet');
      ids.push((JSON.parse(stdout) as { runId: string }).runId);
    }
    expect(ids[0]).toBe(ids[1]);
  });
});

test('list and describe tell where plugins come from: name and version, and the path of local ones', async () => {
  writeOptimizer('mine');
  write('node_modules/theirs/package.json', { name: 'theirs', version: '2.1.0', main: './index.js' });
  write('node_modules/theirs/index.js', "export { default } from './plugin.js';");
  write(
    'node_modules/theirs/plugin.js',
    `import { defineSchedule, z } from '@sharpness-lab/core';
     export default defineSchedule({ name: 'flat', summary: '', options: z.object({}), create: () => () => 1 });`,
  );
  const plugins = ['--plugin', './mine/halving.ts', '--plugin', 'theirs'];
  const local = /halving\.ts 0\.0\.0\+[0-9a-f]{8} \(\.\/mine\/halving\.ts\)$/m;
  const { stdout: all } = await sharpness('list', ...plugins);
  expect(all).toMatch(local);
  expect(all).toMatch(/^schedule +flat .*theirs 2\.1\.0$/m);
  expect((await sharpness('describe', 'halving', ...plugins)).stdout).toMatch(local);
  expect((await sharpness('describe', 'flat', ...plugins)).stdout).toMatch(/^from theirs 2\.1\.0$/m);
});

describe('what is refused before anything runs', () => {
  const define = (kind: string, name: string) => `import { define${kind}, pluginModule, z } from '@sharpness-lab/core';
    export const plugin = define${kind}({ name: '${name}', summary: '', options: z.object({}), create: () => ({}) });`;

  const refused: readonly (readonly [what: string, files: Record<string, string | object>, message: RegExp])[] = [
    ['no such file', {}, /there is no file or folder .*plugin\.js$/],
    ['a syntax error', { 'plugin.js': '\n\nexport default {{;' }, /does not load: .* \(plugin\.js, line 3\)$/],
    ['an error on loading', { 'plugin.js': '\nthrow new Error("as told");' }, /as told \(plugin\.js, line 2\)$/],
    [
      'a package that is missing',
      { 'plugin.js': 'import "no-such-package";' },
      /imports "no-such-package", which is not installed there \(npm install no-such-package\) *(\(.*\))?$/,
    ],
    ['nothing exported', { 'plugin.js': '' }, /exports no plugins: expected a default export made with .*$/],
    [
      'a module without plugins',
      { 'plugin.js': "import { pluginModule } from '@sharpness-lab/core'; export default pluginModule([]);" },
      /^error: plugin\.js \(.*plugin\.js\) provides no plugins: .*$/,
    ],
    [
      'a module of something else',
      { 'plugin.js': "import { pluginModule } from '@sharpness-lab/core'; export default pluginModule([{}]);" },
      /^error: plugin\.js \(.*plugin\.js\) binds something to PLUGIN that is no plugin: .*$/,
    ],
    [
      'the name of a built-in plugin',
      { 'plugin.js': `${define('Optimizer', 'sam')} export default plugin;` },
      /optimizer "sam" of plugin\.js \(.*\) is already provided by @sharpness-lab\/optimizers: rename one of them$/,
    ],
    [
      'a name twice in one package',
      { 'plugin.js': `${define('Optimizer', 'mine')} export default [plugin, { ...plugin }];` },
      /optimizer "mine" of plugin\.js \(.*\) is already provided by plugin\.js \(.*\): rename one of them$/,
    ],
    [
      'options that are no schema',
      {
        'plugin.js': `import { defineOptimizer } from '@sharpness-lab/core';
          export default defineOptimizer({ name: 'mine', summary: '', options: {}, create: () => ({}) });`,
      },
      /optimizer "mine": options: expected z\.object\(\{\.\.\.\}\).* \(plugin\.js, line 2\)$/,
    ],
    [
      'a package made for another core',
      {
        'plugin.js/package.json': { name: 'mine', peerDependencies: { '@sharpness-lab/core': '^7.0.0' } },
        'plugin.js/index.js': `${define('Optimizer', 'mine')} export default plugin;`,
      },
      /is made for @sharpness-lab\/core \^7\.0\.0, and this is \d.*: install a version of it that is made for .*$/,
    ],
  ];

  test.each(refused)('%s', async (_what, files, message) => {
    for (const [path, content] of Object.entries(files)) write(path, content);
    write('tiny.json', { ...tiny, plugins: [tinyLab, './plugin.js'] });
    const { stdout, stderr, code } = await sharpness('run', 'tiny.json');
    expect({ stdout, code }).toEqual({ stdout: '', code: 2 });
    expect(stderr.trimEnd()).toMatch(message);
    expect(stderr.trimEnd()).toMatch(/^error: .*plugin\.js[^\n]*$/);
    expect(readdirSync(project)).not.toContain('runs');
  });

  test('two packages of one name', async () => {
    write('a/watch.js', `${define('Observer', 'a')} export default plugin;`);
    write('b/watch.js', `${define('Observer', 'b')} export default plugin;`);
    const { stderr, code } = await sharpness('list', '--plugin', './a/watch.js', '--plugin', './b/watch.js');
    expect(stderr).toMatch(/^error: two packages of plugins are called watch\.js \(.* and .*\): rename or leave .*\n$/);
    expect(code).toBe(2);
  });
});
