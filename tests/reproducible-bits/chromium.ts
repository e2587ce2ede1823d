import { fileURLToPath } from 'node:url';
import type { Browser } from 'playwright-core';
import { rolldown } from 'rolldown';
import type { Execution } from './execute.ts';

/** Executes all experiments on a blank page. */
export async function executeAllIn(browser: Browser): Promise<Record<string, Execution>> {
  const content = await bundle();
  const page = await browser.newPage();
  await page.addScriptTag({ content });
  return await page.evaluate<Record<string, Execution>>('bits.executeAll()');
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
