/*
 * Replaces the compiled re-exports in dist/vendor by bundles of what the backends cpu and wasm use of TensorFlow.js: 2 MB
 * instead of 290, and no further packages.
 */
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';

const root = fileURLToPath(new URL('..', import.meta.url));
const part = (name) => join(root, 'scripts/tfjs', `${name}.js`);

/** Modules in place of others, by the end of the names under which these are imported. */
const replacements = {
  '@tensorflow/tfjs': part('tfjs'),
  '/platforms/platform_node': part('platform'),
  '/wasm-out/tfjs-backend-wasm-threaded-simd.js': part('no-threads'),
  '/wasm-out/tfjs-backend-wasm-threaded-simd.worker.js': part('no-threads'),
};

/** Emscripten's test for Node.js. In Node.js it would read files and listen to the errors of the process. */
const isNode = /ENVIRONMENT_IS_NODE=typeof process=="object"[^;]*;/;

const bundle = await rolldown({
  cwd: root,
  input: { tfjs: 'src/vendor/tfjs.ts', 'tfjs-backend-wasm': part('tfjs-backend-wasm') },
  platform: 'browser',
  moduleTypes: { '.wasm': 'dataurl' },
  plugins: [
    {
      name: 'parts-of-tfjs',
      resolveId: (source) => Object.entries(replacements).find(([end]) => source.endsWith(end))?.[1],
      transform(code, id) {
        if (!id.endsWith('/wasm-out/tfjs-backend-wasm.js')) return undefined;
        if (!isNode.test(code)) throw new Error(`${id} has no test for Node.js`);
        return code.replace(isNode, 'ENVIRONMENT_IS_NODE=false;');
      },
    },
  ],
});
const { output } = await bundle.write({
  dir: join(root, 'dist/vendor'),
  format: 'esm',
  chunkFileNames: '[name].js',
  minify: true,
  comments: false,
});
await bundle.close();
// The files of modules that the bundles replaced.
for (const { name, isEntry } of output) if (isEntry) rmSync(join(root, `dist/vendor/${name}.js.map`), { force: true });
// The declaration of a module without exports repeats its import, of a package that is not there.
writeFileSync(join(root, 'dist/vendor/tfjs-backend-wasm.d.ts'), 'export {};\n');
rmSync(join(root, 'dist/vendor/tfjs-backend-wasm.d.ts.map'), { force: true });

const packages = new Set(
  output
    .flatMap(({ moduleIds = [] }) => moduleIds)
    .flatMap((id) => id.match(/^\/.*\/node_modules\/(?:@[^/]+\/)?[^/]+/) ?? []),
);
/** The licence in a package: a file, the end of its README, or none. */
function licenceIn(folder) {
  const files = readdirSync(folder);
  const file = files.find((name) => /^licen[cs]e/i.test(name));
  if (file !== undefined) return readFileSync(join(folder, file), 'utf8').trim();
  const [, text] = readFileSync(join(folder, 'README.md'), 'utf8').split(/^LICENSE.*\n-+$/m);
  return text?.trim();
}
const texts = [...packages].sort().map((folder) => {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  return { title: `${name} ${version} (${license})`, license, text: licenceIn(folder) };
});
// The packages of tfjs come without the text of their licence, which is that of another package.
const notices = texts.map(({ title, license, text }) => {
  const complete = text ?? texts.find((other) => other.license === license && other.text !== undefined)?.text;
  if (complete === undefined) throw new Error(`${title}: no text of this licence`);
  const holder = text === undefined ? 'Copyright Google LLC. All Rights Reserved.\n\n' : '';
  return `${title}\n\n${holder}${complete}\n`;
});
writeFileSync(join(root, 'dist/vendor/NOTICES.txt'), notices.join('\n\n'));
