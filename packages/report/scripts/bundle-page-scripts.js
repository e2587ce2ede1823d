/*
 * Writes src/generated/page-scripts.ts: the scripts of the report's page as text, because the page is one file that
 * needs no network. The library that draws interactive charts is apart from the small rest, so that it is read on
 * demand.
 */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';

const root = fileURLToPath(new URL('..', import.meta.url));

async function bundle(name) {
  const build = await rolldown({ cwd: root, input: `browser/${name}.ts`, platform: 'browser' });
  const { output } = await build.generate({ format: 'iife', minify: true });
  await build.close();
  const [{ code, moduleIds }] = output;
  return { code, moduleIds };
}

/** The licences of all bundled packages. Many of them differ only in the year. */
function notices(moduleIds) {
  const folders = new Set(moduleIds.flatMap((id) => id.match(/^.*\/node_modules\/(?:@[^/]+\/)?[^/]+/) ?? []));
  const texts = [...folders].sort().map((folder) => {
    const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    const file = readdirSync(folder).find((each) => /^licen[cs]e/i.test(each));
    const text = file === undefined ? '' : `\n${readFileSync(join(folder, file), 'utf8').trim()}\n`;
    return `${name} ${version} (${license})\n${text}`;
  });
  return texts.join('\n\n');
}

const page = await bundle('page');
const charts = await bundle('charts');
// The page contains this text in a script element, so an end tag in it would end the element.
if (/<\/script|<!--/i.test(page.code)) throw new Error('the script of the page contains a tag');

mkdirSync(join(root, 'src/generated'), { recursive: true });
const constants = { SCRIPT: page.code, CHARTS: charts.code, NOTICES: notices(charts.moduleIds) };
writeFileSync(
  join(root, 'src/generated/page-scripts.ts'),
  Object.entries(constants)
    .map(([name, text]) => `export const ${name}: string = ${JSON.stringify(text)};\n`)
    .join(''),
);
