import { createHash } from 'node:crypto';
import { realpath } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { basename, dirname, join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { LabError } from '../../errors.ts';
import { codeOf } from './system-error.ts';

/** How names begin that belong to one listener at a time: of abstract sockets and of named pipes. */
const NAMES: Partial<Record<NodeJS.Platform, string>> = { linux: '\0', win32: '\\\\.\\pipe\\' };

/**
 * Does what only one may do at a time in a folder, among all threads and processes. The claim is a name on which the
 * operating system lets one listen, and which it frees when that process ends, so that a kill leaves no lock behind.
 * Other machines and containers that share the folder are not seen; on systems without such names (macOS) nobody is.
 *
 * @throws LabError of kind `store` when another is at it
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
 * Does something short, such as changing a file, when all others that are at it are done. Sees the same others as
 * {@link exclusively}.
 *
 * @throws LabError of kind `store` when the others take longer than the patience, in seconds
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

/** Claims a path and returns what frees it; undefined when another has it. */
async function claim(path: string): Promise<(() => void) | undefined> {
  const prefix = NAMES[process.platform];
  if (prefix === undefined) return () => {};
  const id = createHash('sha256')
    .update(await realPath(resolve(path)))
    .digest('hex');
  const server = createServer();
  return (await listens(server, `${prefix}sharpness-${id}`)) ? () => server.close() : undefined;
}

/** Whether another is at it in a folder right now, as far as {@link exclusively} can see. */
export async function isInUse(folder: string): Promise<boolean> {
  return exclusively(folder, async () => false).catch((error: unknown) => {
    if (error instanceof LabError) return true;
    throw error;
  });
}

/** False if the name is taken; true, too, where programs may not listen at all. */
function listens(server: Server, name: string): Promise<boolean> {
  return new Promise((done) => {
    server.on('error', (error) => done(codeOf(error) !== 'EADDRINUSE'));
    server.listen(name, () => done(true)).unref();
  });
}

/** Without symbolic links, as far as the path exists. */
async function realPath(path: string): Promise<string> {
  const parent = dirname(path);
  return realpath(path).catch(async () => (parent === path ? path : join(await realPath(parent), basename(path))));
}
