import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

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

/**
 * Starts the browser that CHROMIUM_PATH names, or an installed one, without a window. Where there is none, says so and
 * returns undefined.
 *
 * @throws Error where there is none on a build server
 */
export async function launchChromium(): Promise<Browser | undefined> {
  const { CHROMIUM_PATH, CI } = process.env;
  const found = [chromium.executablePath(), ...usualPlaces].find((path) => existsSync(path));
  const executablePath = CHROMIUM_PATH || found;
  if (executablePath === undefined) {
    const message = 'no Chromium found: install it, or name its program in CHROMIUM_PATH';
    if (CI === 'true') throw new Error(message);
    console.warn(message);
    return undefined;
  }
  // Chromium has no sandbox for root, which is who runs it in a container.
  return chromium.launch({ executablePath, args: process.getuid?.() === 0 ? ['--no-sandbox'] : [] });
}
