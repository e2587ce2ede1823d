/*
 * Packs every package for publishing and checks the contents: with publint and arethetypeswrong, against a list of
 * expected files, and against the limits of size in package-sizes.json. Expects a build.
 */
import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';

const run = promisify(execFile);
const root = fileURLToPath(new URL('..', import.meta.url));
const limits = JSON.parse(readFileSync(new URL('package-sizes.json', import.meta.url), 'utf8'));

/** The files that a package may contain. Any other packed file is an objection. */
const allowed = [
  /^(package\.json|README\.md|LICENSE|CHANGELOG\.md)$/,
  /^bin\/[^/]+\.js$/,
  /^templates\//,
  /^src\/.+\.ts$/,
  /^dist\/.+\.(js|d\.ts)(\.map)?$/,
  /^dist\/vendor\/NOTICES\.txt$/,
];
const forbidden = /^src\/(.*\.test\.|.*\/fixtures\/)|tsbuildinfo/;
const required = ['package.json', 'README.md', 'LICENSE', 'CHANGELOG.md'];

/** Bundles of other libraries. They have no source map, and the bundler chooses their names. */
const isBundle = (path) => path.startsWith('dist/vendor/') && path.endsWith('.js');

/** The objections to a list of files, in words. */
function objectionsToFiles(folder, files) {
  const present = new Set(files);
  const objections = [
    ...required.filter((path) => !present.has(path)).map((path) => `lacks ${path}`),
    ...files
      .filter((path) => forbidden.test(path) || !allowed.some((pattern) => pattern.test(path)))
      .map((path) => `packs ${path}`),
  ];
  for (const path of files.filter((path) => path.startsWith('dist/') && path.endsWith('.js') && !isBundle(path))) {
    const source = path.replace(/^dist/, 'src').replace(/\.js$/, '.ts');
    if (!present.has(source)) objections.push(`packs ${path}, but not ${source}: is it left over from an older build?`);
    for (const companion of [`${path}.map`, path.replace(/\.js$/, '.d.ts')]) {
      if (!present.has(companion)) objections.push(`packs ${path} without ${companion}`);
    }
  }
  for (const path of files.filter((path) => path.endsWith('.map'))) {
    for (const source of JSON.parse(readFileSync(join(folder, path), 'utf8')).sources) {
      const target = posix.join(dirname(path), source);
      if (!present.has(target)) objections.push(`packs ${path}, which maps to ${target} outside the package`);
    }
  }
  return objections;
}

function objectionsToTexts(folder, { name, version }) {
  const read = (path) => readFileSync(path, 'utf8');
  const objections = [];
  if (read(join(folder, 'LICENSE')) !== read(join(root, 'LICENSE')))
    objections.push('LICENSE is not that of the whole');
  if (!read(join(folder, 'README.md')).includes(name)) objections.push(`README.md does not name ${name}`);
  if (!read(join(folder, 'CHANGELOG.md')).includes(`## ${version}`)) {
    objections.push(`CHANGELOG.md says nothing of ${version}`);
  }
  return objections;
}

async function objectionsOfPublint(tarball) {
  const { messages, pkg } = await publint({
    pack: { tarball: new Uint8Array(readFileSync(tarball)).buffer },
    strict: true,
  });
  // The manifests of templates are plain text here: they belong to other packages.
  return messages
    .map((message) => formatMessage(message, pkg, { color: false }))
    .filter((text) => !text.startsWith('./templates/'))
    .map((text) => `publint: ${text}`);
}

/**
 * The program is called, because its library is not a dependency of ours. A package with only a command has no types to
 * check.
 */
async function objectionsOfAttw(manifest, tarball) {
  if (Object.keys(manifest.exports).every((entry) => entry === './package.json')) return [];
  const attw = join(root, 'node_modules/@arethetypeswrong/cli/dist/index.js');
  try {
    await run(process.execPath, [attw, tarball, '--profile', 'esm-only', '--no-emoji', '--format', 'ascii']);
    return [];
  } catch ({ stdout, stderr }) {
    return [`arethetypeswrong:\n${stdout}${stderr}`];
  }
}

/** kB of 1000 bytes, as npm prints them. */
const kilobytes = (bytes) => Math.ceil(bytes / 1000);

function objectionsToSize(name, { size, unpackedSize }) {
  const limit = limits[name];
  if (limit === undefined) return ['has no limits in tools/package-sizes.json'];
  return [
    ['packed', kilobytes(size), limit.packed],
    ['unpacked', kilobytes(unpackedSize), limit.unpacked],
  ]
    .filter(([, found, most]) => found > most)
    .map(([what, found, most]) => `is ${found} kB ${what}, and may be ${most} kB (tools/package-sizes.json)`);
}

async function check(folder, packed, tarball) {
  const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const objections = await Promise.all([
    objectionsToFiles(
      folder,
      packed.files.map(({ path }) => path),
    ),
    objectionsToTexts(folder, manifest),
    objectionsOfPublint(tarball),
    objectionsOfAttw(manifest, tarball),
    objectionsToSize(manifest.name, packed),
  ]);
  return objections.flat().map((objection) => `${manifest.name} ${objection}`);
}

function table(rows) {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  return rows
    .map((row) => row.map((cell, i) => (i === 0 ? cell.padEnd(widths[i]) : cell.padStart(widths[i]))).join('  '))
    .join('\n');
}

const folder = mkdtempSync(join(tmpdir(), 'packages-'));
try {
  const { stdout } = await run('npm', ['pack', '--workspaces', '--json', '--pack-destination', folder], {
    cwd: root,
    maxBuffer: 2 ** 26,
  });
  const packed = new Map(Object.values(JSON.parse(stdout)).map((each) => [each.name, each]));
  const rows = [['package', 'files', 'packed, kB', 'limit', 'unpacked, kB', 'limit']];
  const objections = [];
  for (const name of readdirSync(join(root, 'packages'))) {
    const location = join(root, 'packages', name);
    const manifest = JSON.parse(readFileSync(join(location, 'package.json'), 'utf8'));
    const each = packed.get(manifest.name);
    objections.push(...(await check(location, each, join(folder, each.filename))));
    const { packed: most, unpacked: mostUnpacked } = limits[manifest.name] ?? { packed: '-', unpacked: '-' };
    rows.push(
      [manifest.name, each.files.length, kilobytes(each.size), most, kilobytes(each.unpackedSize), mostUnpacked].map(
        String,
      ),
    );
  }
  console.log(table(rows));
  for (const objection of objections) console.error(objection);
  if (objections.length > 0) process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true });
}
