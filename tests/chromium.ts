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
 * Starts the browser at CHROMIUM_PATH, or an installed one, without a window. If there is none, prints a note and
 * returns undefined.
 *
 * @throws Error if there is none on a build server
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
  // Chromium has no sandbox for root, and programs in a container run as root.
  return chromium.launch({ executablePath, args: process.getuid?.() === 0 ? ['--no-sandbox'] : [] });
}
