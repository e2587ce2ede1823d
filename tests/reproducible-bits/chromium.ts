import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { rolldown } from 'rolldown';
import type { Execution } from './execute.ts';

const usualPlaces = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/snap/bin/chromium',
  '/usr/bin/google-chrome',
  '/opt/google/chrome/chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];

/** The browser that CHROMIUM_PATH names, or an installed one, if there is any. */
export function findChromium(): string | undefined {
  const { CHROMIUM_PATH } = process.env;
  return CHROMIUM_PATH ?? [chromium.executablePath(), ...usualPlaces].find((path) => existsSync(path));
}

/** Executes all experiments on a blank page of a headless browser. */
export async function executeAllInChromium(executablePath: string): Promise<Record<string, Execution>> {
  const [content, browser] = await Promise.all([
    bundle(),
    // Chromium has no sandbox for root, which is who runs it in a container.
    chromium.launch({ executablePath, args: process.getuid?.() === 0 ? ['--no-sandbox'] : [] }),
  ]);
  try {
    const page = await browser.newPage();
    await page.addScriptTag({ content });
    return await page.evaluate<Record<string, Execution>>('bits.executeAll()');
  } finally {
    await browser.close();
  }
}

/** The lab's sources as one script for browsers. Anything of Node.js in it is an error. */
async function bundle(): Promise<string> {
  const build = await rolldown({
    input: fileURLToPath(new URL('./execute.ts', import.meta.url)),
    platform: 'browser',
    resolve: { conditionNames: ['@sharpness-lab/source', 'import', 'default'] },
    onLog(level, { message }) {
      if (level === 'warn') throw new Error(message);
    },
  });
  const { output } = await build.generate({ format: 'iife', name: 'bits' });
  await build.close();
  return output[0].code;
}
