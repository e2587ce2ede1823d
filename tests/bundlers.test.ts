import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Browser } from 'playwright-core';
import { rolldown } from 'rolldown';
import { build as buildWithVite } from 'vite';
import { afterAll, describe, expect, test } from 'vitest';
import { launchChromium } from './chromium.ts';

/*
 * The example of engine-wasm's README with the built packages, bundled without configuration, as users of engine-wasm
 * do. The bundles run in Node and in browsers.
 */
const root = resolve(import.meta.dirname, '..');
const readme = readFileSync(join(root, 'packages/engine-wasm/README.md'), 'utf8');
const block = (language: string) => new RegExp(`^\`\`\`${language}\\n([^]*?)^\`\`\`$`, 'm').exec(readme)?.[1] as string;
const output = block('text');

const folder = mkdtempSync(join(tmpdir(), 'bundlers-'));
symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
writeFileSync(join(folder, 'entry.js'), block('js'));
writeFileSync(join(folder, 'index.html'), '<script type="module" src="./entry.js"></script>');

const browser = await launchChromium();
afterAll(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true });
});

/** The bundlers, each with its defaults; they write one module, whose folder they return. */
const bundlers: Readonly<Record<string, () => Promise<string>>> = {
  async rolldown() {
    const bundle = await rolldown({ input: join(folder, 'entry.js'), platform: 'browser' });
    await bundle.write({ dir: join(folder, 'by-rolldown'), format: 'esm' });
    await bundle.close();
    return join(folder, 'by-rolldown');
  },
  async vite() {
    const outDir = join(folder, 'by-vite');
    await buildWithVite({ root: folder, configFile: false, logLevel: 'error', build: { outDir } });
    return join(outDir, 'assets');
  },
};

/** The output of a module on a blank page. */
async function printedOnPage(browser: Browser, module: string): Promise<string> {
  const page = await browser.newPage();
  let printed = '';
  page.on('console', (message) => {
    printed += `${message.text()}\n`;
  });
  const address = `data:text/javascript;base64,${Buffer.from(module).toString('base64')}`;
  await page.evaluate(`import('${address}')`);
  await page.close();
  return printed;
}

describe.each(Object.keys(bundlers))('%s', (name) => {
  test('bundles engine-wasm, which then runs in Chromium', async () => {
    const built = await (bundlers[name] as () => Promise<string>)();
    const files = readdirSync(built);
    expect(files).toEqual([expect.stringMatching(/\.js$/)]);
    const module = readFileSync(join(built, files[0] as string), 'utf8');
    if (browser !== undefined) expect(await printedOnPage(browser, module)).toBe(output);
    // Vite adds code that only pages need.
    if (name === 'vite') return;
    writeFileSync(join(built, 'module.mjs'), module);
    expect(execFileSync(process.execPath, [join(built, 'module.mjs')], { encoding: 'utf8' })).toBe(output);
  });
});
