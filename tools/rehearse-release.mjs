/*
 * A release from publishing to use, against a temporary registry of our own: all packages are published, and then
 * installed in empty folders as users do, without access to this workspace. Expects a build.
 *
 *     node tools/rehearse-release.mjs [further programs of Node.js to run the installed packages with]
 */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readPromise } from './rehearsal/readme.mjs';
import { startRegistry } from './rehearsal/registry.mjs';
import { ensure, ensureEqual, execute } from './rehearsal/shell.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const nodes = [process.execPath, ...process.argv.slice(2).map((path) => resolve(path))];
const tsc = join(root, 'node_modules/typescript/bin/tsc');

/** Packages without TensorFlow.js, and without dependencies of the command line, of charts or of tests. */
const light = ['core', 'optimizers', 'datasets', 'models', 'metrics', 'engine-wasm', 'engine-tfjs'];
const heavy = /^(@tensorflow\/|vega|@resvg\/|fontkit$|commander$|cli-progress$|vitest$|sharpness-lab$)/;

/** The most that an install of everything may take on disk, in MB of 1000 kB, without what the disk rounds up. */
const LARGEST_INSTALL = 80;

const work = mkdtempSync(join(tmpdir(), 'rehearsal-'));
process.once('exit', () => rmSync(work, { recursive: true, force: true, maxRetries: 3 }));
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(1));
const registry = await startRegistry(root, join(work, 'registry'));

/** Runs one step and prints its duration. */
async function step(title, action) {
  const began = performance.now();
  const remark = await action();
  console.log(
    `${title}${remark === undefined ? '' : `: ${remark}`} (${((performance.now() - began) / 1000).toFixed(0)} s)`,
  );
}

/** Runs npm, or a program that it installed, in a folder. */
const inFolder = (cwd, program, ...args) => execute(program, args, { cwd, env: registry.env });

function emptyFolder(name) {
  const folder = join(work, name);
  mkdirSync(folder);
  writeFileSync(join(folder, 'package.json'), '{ "private": true }\n');
  return folder;
}

/** Names of all installed packages in a folder. */
function installedIn(folder) {
  const { packages } = JSON.parse(readFileSync(join(folder, 'package-lock.json'), 'utf8'));
  return Object.entries(packages)
    .filter(([path, { optional }]) => path !== '' && !optional)
    .map(([path]) => path.replace(/^.*node_modules\//, ''));
}

/** The size of what is installed in a folder, in MB of 1000 kB. */
async function megabytes(folder) {
  const bytes = await execute('du', ['-s', '--apparent-size', '--block-size=1', join(folder, 'node_modules')]);
  return Math.ceil(Number.parseInt(bytes, 10) / 1e6);
}

/** Runs the example of a package's README in a folder where the package is installed. */
async function runExample(name, folder) {
  const { example, output } = readPromise(join(root, 'packages', name, 'README.md'));
  writeFileSync(join(folder, 'example.mjs'), example);
  for (const node of nodes) {
    ensureEqual(`the example of ${name} with ${node}`, await inFolder(folder, node, 'example.mjs'), output);
  }
}

/** Installs the packages that the README of a package names in an empty folder, and runs its example there. */
async function followReadme(name) {
  const { installed } = readPromise(join(root, 'packages', name, 'README.md'));
  const folder = emptyFolder(name);
  await inFolder(folder, 'npm', 'install', ...installed);
  const packages = installedIn(folder);
  const unwanted = packages.filter((each) => heavy.test(each));
  if (light.includes(name)) ensure(unwanted.length === 0, `${name} brings along ${unwanted.join(', ')}`);
  await runExample(name, folder);
  return `${packages.length} packages, ${await megabytes(folder)} MB`;
}

/** All that our types and those of zod need beside ES2023. The types of Node.js have them, and those of browsers. */
const globals = 'interface AbortSignal {}\ndeclare class URL {}\n';

/** Our installed packages compile in a project that also checks its libraries, and has no other types. */
async function compileAlone(folder, furtherModules) {
  const modules = [...readdirSync(join(folder, 'node_modules/@sharpness-lab')), ...furtherModules];
  const options = { module: 'nodenext', target: 'es2022', lib: ['es2023'], strict: true, noEmit: true, types: [] };
  writeFileSync(
    join(folder, 'tsconfig.json'),
    JSON.stringify({ compilerOptions: options, files: ['all.mts', 'globals.d.ts'] }),
  );
  writeFileSync(join(folder, 'globals.d.ts'), globals);
  const lines = modules.map((module, index) => `export * as module${index} from '@sharpness-lab/${module}';\n`);
  writeFileSync(join(folder, 'all.mts'), lines.join(''));
  await inFolder(folder, process.execPath, tsc);
}

/** The main job at its smallest scale, and a plugin of a user from the first file to its package. */
async function useLab(app) {
  await step('npx sharpness reproduce table1 --seeds 1', async () => {
    const printed = await inFolder(app, 'npx', 'sharpness', 'reproduce', 'table1', '--seeds', '1');
    const verdict = printed.match(/^\d+ claims: .*$/m)?.[0];
    ensure(verdict?.includes(' 0 fail') === true, `the table's claims:\n${printed}`);
    return verdict;
  });
  await step('a run with each Node.js', async () => {
    const bin = join(app, 'node_modules/sharpness-lab/bin/sharpness.js');
    const hashes = [];
    for (const [index, node] of nodes.entries()) {
      const out = join(app, `runs-${index}`);
      await inFolder(app, node, bin, 'run', 'fig4b', 'phases=[{optimizer: 1-sam, epochs: 20}]', '--out', out);
      const [run] = readdirSync(out);
      hashes.push(readFileSync(join(out, run, 'weights.safetensors'), 'base64'));
    }
    ensure(new Set(hashes).size === 1, 'the weights differ between versions of Node.js');
    const versions = await Promise.all(nodes.map((node) => execute(node, ['--version'])));
    return `the same weights on ${versions.map((version) => version.trim()).join(', ')}`;
  });

  await step('npx sharpness new optimizer my-optimizer', async () => {
    await inFolder(app, 'npx', 'sharpness', 'new', 'optimizer', 'my-optimizer');
    const plugin = join(app, 'my-optimizer');
    await inFolder(plugin, 'npm', 'install');
    await inFolder(plugin, 'npm', 'test');
    const setting = 'phases=[{optimizer: my-optimizer, epochs: 20}]';
    await inFolder(plugin, 'npx', 'sharpness', 'run', 'fig4b', '--plugin', '.', setting);
    // The package, packed for publishing, works by its name beside the lab that was installed before it.
    const [{ filename }] = JSON.parse(await inFolder(plugin, 'npm', 'pack', '--json', '--silent'));
    await inFolder(app, 'npm', 'install', join(plugin, filename));
    await inFolder(app, 'npx', 'sharpness', 'run', 'fig4b', '--plugin', 'my-optimizer', setting);
    return 'installed, tested, run, packed, and run from its package';
  });
  await step('npx sharpness new model my-model', async () => {
    await inFolder(app, 'npx', 'sharpness', 'new', 'model', 'my-model');
    const plugin = join(app, 'my-model');
    await inFolder(plugin, 'npm', 'install');
    await inFolder(plugin, 'npm', 'test');
    await inFolder(plugin, 'npm', 'run', 'build');
    const strict = { extends: './tsconfig.json', compilerOptions: { noEmit: true, skipLibCheck: false }, include: [] };
    const files = ['src/index.ts', 'src/globals.d.ts'];
    writeFileSync(join(plugin, 'tsconfig.strict.json'), JSON.stringify({ ...strict, files }));
    writeFileSync(join(plugin, 'src/globals.d.ts'), globals);
    await inFolder(plugin, 'npx', 'tsc', '--project', 'tsconfig.strict.json');
    const setting = 'phases=[{optimizer: sgd, epochs: 5}]';
    await inFolder(plugin, 'npx', 'sharpness', 'run', 'fig4b', '--plugin', '.', 'model=my-model', setting);
    const foreign = installedIn(plugin).filter((name) => name.startsWith('@tensorflow/'));
    ensure(foreign.length === 0, `a model brings along ${foreign.join(', ')}`);
    return 'installed, tested, built, its types and libraries checked, and run';
  });
}

async function usePackagesAlone() {
  for (const name of [...light, 'studies', 'paper', 'report']) {
    await step(`@sharpness-lab/${name} alone`, () => followReadme(name));
  }
  await step('types alone', () =>
    compileAlone(join(work, 'engine-tfjs'), ['core/node', 'core/testing', 'engine-tfjs/tf']),
  );
}

/** The commands of the README for a folder beside a clone, before anything is published. */
async function useClone() {
  const commands = readFileSync(join(root, 'README.md'), 'utf8').match(/^```sh\n(mkdir \.\.\/my-lab .*?)^```$/ms)?.[1];
  ensure(commands !== undefined, 'README.md has no commands for a folder beside a clone');
  const folder = join(work, 'some folder');
  mkdirSync(folder);
  symlinkSync(root, join(work, 'sharpness-lab'));
  const printed = await inFolder(folder, 'bash', '-euo', 'pipefail', '-c', commands);
  ensure(
    /^completed; /m.test(printed) && printed.endsWith('my-optimizer.vl.json\n'),
    `a run and a picture:\n${printed}`,
  );
}

try {
  await step('a package beside a clone, without a release', useClone);
  await step('published', async () => {
    const registryOption = ['--registry', registry.url];
    await execute('npx', ['nx', 'release', 'publish', '--first-release', ...registryOption], {
      cwd: root,
      env: { ...registry.env, NX_DAEMON: 'false' },
    });
  });

  const app = emptyFolder('app');
  await step('npm install sharpness-lab', async () => {
    await inFolder(app, 'npm', 'install', 'sharpness-lab');
    const size = await megabytes(app);
    const remark = `${installedIn(app).length} packages, ${size} MB`;
    ensure(size <= LARGEST_INSTALL, `sharpness-lab takes ${remark}, and may take ${LARGEST_INSTALL} MB`);
    return remark;
  });
  const lanes = await Promise.allSettled([useLab(app), usePackagesAlone()]);
  for (const { status, reason } of lanes) if (status === 'rejected') throw reason;
} catch (error) {
  console.error(`${error.message}\n\nThe registry said:\n${readFileSync(registry.log, 'utf8')}`);
  process.exitCode = 1;
} finally {
  await registry.stop();
}
