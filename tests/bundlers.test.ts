import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Browser } from 'playwright-core';
import { rolldown } from 'rolldown';
import { build as buildWithVite } from 'vite';
import { afterAll, describe, expect, test } from 'vitest';
import { launchChromium } from './chromium.ts';

/*
 * The examples of the engines' READMEs with the built packages, bundled without configuration, as users of the engines
 * do. The bundles run in Node and in browsers.
 */
const root = resolve(import.meta.dirname, '..');
const folder = mkdtempSync(join(tmpdir(), 'bundlers-'));
symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));

/** Writes the example of an engine's README into a folder of its own. */
function example(engine: string): { readonly source: string; readonly output: string } {
  const readme = readFileSync(join(root, 'packages', engine, 'README.md'), 'utf8');
  const block = (language: string) =>
    new RegExp(`^\`\`\`${language}\\n([^]*?)^\`\`\`$`, 'm').exec(readme)?.[1] as string;
  const source = join(folder, engine);
  mkdirSync(source);
  writeFileSync(join(source, 'entry.js'), block('js'));
  writeFileSync(join(source, 'index.html'), '<script type="module" src="./entry.js"></script>');
  return { source, output: block('text') };
}

const browser = await launchChromium();
afterAll(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true });
});

/** The bundlers, each with its defaults; they write modules, whose folder they return. */
const bundlers = {
  async rolldown(source: string): Promise<string> {
    const dir = join(source, 'by-rolldown');
    const bundle = await rolldown({ input: join(source, 'entry.js'), platform: 'browser' });
    await bundle.write({ dir, format: 'esm' });
    await bundle.close();
    return dir;
  },
  async vite(source: string): Promise<string> {
    const outDir = join(source, 'by-vite');
    await buildWithVite({ root: source, configFile: false, logLevel: 'error', build: { outDir } });
    return join(outDir, 'assets');
  },
};

/** The output of a module on a page that has these modules. */
async function printedOnPage(browser: Browser, modules: string, entry: string): Promise<string> {
  const page = await browser.newPage();
  let printed = '';
  page.on('console', (message) => {
    printed += `${message.text()}\n`;
  });
  const origin = 'https://page.test';
  await page.route(`${origin}/**`, (route) => {
    const { pathname } = new URL(route.request().url());
    const asked = join(modules, pathname.replace(/^\/(assets\/)?/, ''));
    if (pathname === '/') return route.fulfill({ contentType: 'text/html', body: '' });
    return existsSync(asked) ? route.fulfill({ path: asked }) : route.abort();
  });
  await page.goto(origin);
  await page.evaluate(`import('${origin}/${entry}')`);
  await page.close();
  return printed;
}

describe.each(['engine-wasm', 'engine-tfjs'])('%s', (engine) => {
  const { source, output } = example(engine);

  test.each(Object.entries(bundlers))('is bundled by %s, and then runs in Chromium', async (name, build) => {
    const built = await build(source);
    const files = readdirSync(built);
    const entry = files.find((file) => /^(entry|index)/.test(file)) as string;
    expect(files.filter((file) => !file.endsWith('.js'))).toEqual([]);
    if (browser !== undefined) expect(await printedOnPage(browser, built, entry)).toBe(output);
    // Vite adds code that only pages need.
    if (name === 'vite') return;
    writeFileSync(join(built, 'package.json'), '{ "type": "module" }');
    expect(execFileSync(process.execPath, [join(built, entry)], { encoding: 'utf8' })).toBe(output);
  });
});
