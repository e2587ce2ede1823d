/*
 * Replaces the compiled re-export in dist/vendor by a bundle of the quantile of Student's t distribution: 0.1 MB instead
 * of 19, and none of the 227 packages that it consists of.
 */
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';

const root = fileURLToPath(new URL('..', import.meta.url));

const bundle = await rolldown({ cwd: root, input: 'src/vendor/t-quantile.ts', platform: 'browser' });
const { output } = await bundle.write({ dir: join(root, 'dist/vendor'), format: 'esm', minify: true, comments: false });
await bundle.close();
// The file of the module that the bundle replaced.
rmSync(join(root, 'dist/vendor/t-quantile.js.map'), { force: true });

/** Names of packages by the text of their licence, because nearly all have the same. */
const packages = new Map();
for (const id of output.flatMap(({ moduleIds = [] }) => moduleIds)) {
  const [folder] = id.match(/^\/.*\/node_modules\/(?:@[^/]+\/)?[^/]+/) ?? [];
  if (folder === undefined) continue;
  const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const file = readdirSync(folder).find((each) => /^licen[cs]e/i.test(each));
  if (file === undefined) throw new Error(`${name} has no licence`);
  const text = readFileSync(join(folder, file), 'utf8').trim();
  packages.set(text, (packages.get(text) ?? new Set()).add(`${name} ${version} (${license})`));
}
const notices = [...packages].map(([text, names]) => `${[...names].sort().join('\n')}\n\n${text}\n`);
writeFileSync(join(root, 'dist/vendor/NOTICES.txt'), notices.join('\n\n'));
