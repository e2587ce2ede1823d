import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/**
 * Runs a program to its end.
 *
 * @returns its output
 * @throws Error with all of its output if it fails
 */
export async function execute(program, args, options) {
  try {
    const { stdout } = await run(program, args, { maxBuffer: 2 ** 26, ...options });
    return stdout;
  } catch (error) {
    throw new Error(`${[program, ...args].join(' ')}\n${error.stdout}${error.stderr}`, { cause: error });
  }
}

/** @throws Error unless a text is the expected one */
export function ensureEqual(what, found, expected) {
  if (found !== expected) throw new Error(`${what}: expected\n${expected}\ngot\n${found}`);
}

/** @throws Error unless a condition holds */
export function ensure(condition, message) {
  if (!condition) throw new Error(message);
}
