import { createHash } from 'node:crypto';
import { realpath } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { basename, dirname, join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { LabError } from '../../errors.ts';
import { codeOf } from './system-error.ts';

/** The beginning of names that belong to one listener at a time: abstract sockets on Linux, named pipes on Windows. */
const NAMES: Partial<Record<NodeJS.Platform, string>> = { linux: '\0', win32: '\\\\.\\pipe\\' };

/**
 * Runs `work` if no other thread or process is at work in the folder. To claim the folder, it listens on a name that
 * the operating system gives to one listener at a time. The system frees the name when the process ends, so a killed
 * process leaves no lock behind. Processes on other machines and in other containers are not seen, even if they share
 * the folder. On systems without such names (macOS), no other process is seen.
 *
 * @throws LabError of kind `store` when another thread or process is at work in the folder
 */
export async function exclusively<T>(folder: string, work: () => Promise<T>): Promise<T> {
  const release = await claim(folder);
  if (release === undefined) {
    throw new LabError(
      'store',
      `${folder} is in use by a run that is still going on: stop that one, or wait for its end`,
    );
  }
  return work().finally(release);
}

/**
 * Runs `work`, a short task such as changing a file, after the tasks of other threads and processes. It sees the same
 * threads and processes as {@link exclusively}.
 *
 * @throws LabError of kind `store` when the wait takes longer than `patience`, in seconds
 */
export async function inTurn<T>(path: string, work: () => Promise<T>, patience = 30): Promise<T> {
  const end = performance.now() + 1000 * patience;
  let release = await claim(path);
  while (release === undefined) {
    if (performance.now() > end) {
      throw new LabError(
        'store',
        `${path} has been in use by another program for ${patience} s: end that one, and repeat`,
      );
    }
    await sleep(10 + 20 * Math.random());
    release = await claim(path);
  }
  return work().finally(release);
}

/** Claims a path and returns the function that frees it; undefined when another thread or process has claimed it. */
async function claim(path: string): Promise<(() => void) | undefined> {
  const prefix = NAMES[process.platform];
  if (prefix === undefined) return () => {};
  const id = createHash('sha256')
    .update(await realPath(resolve(path)))
    .digest('hex');
  const server = createServer();
  return (await listens(server, `${prefix}sharpness-${id}`)) ? () => server.close() : undefined;
}

/** Whether another thread or process is at work in a folder, as far as {@link exclusively} sees it. */
export async function isInUse(folder: string): Promise<boolean> {
  return exclusively(folder, async () => false).catch((error: unknown) => {
    if (error instanceof LabError) return true;
    throw error;
  });
}

/** False if the name is taken. True also on systems where programs may not listen at all. */
function listens(server: Server, name: string): Promise<boolean> {
  return new Promise((done) => {
    server.on('error', (error) => done(codeOf(error) !== 'EADDRINUSE'));
    server.listen(name, () => done(true)).unref();
  });
}

/** The path without symbolic links, as far as it exists. */
async function realPath(path: string): Promise<string> {
  const parent = dirname(path);
  return realpath(path).catch(async () => (parent === path ? path : join(await realPath(parent), basename(path))));
}
