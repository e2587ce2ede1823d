import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';

const root = resolve(import.meta.dirname, '..');

/** Runs the generator of this workspace without writing files. */
function generate(...args: string[]) {
  const nx = join(root, 'node_modules/nx/dist/bin/nx.js');
  return spawnSync(process.execPath, [nx, 'generate', './tools/generator:plugin', ...args, '--dry-run'], {
    cwd: root,
    encoding: 'utf8',
    env: { ...process.env, NX_DAEMON: 'false', FORCE_COLOR: '0' },
  });
}

test.each(['packages', 'examples'])('the generator writes a package into %s', { timeout: 180_000 }, (directory) => {
  const { stdout, status } = generate('optimizer', '@me/brand-new', `--directory=${directory}`);
  expect(status).toBe(0);
  const created = Array.from(stdout.matchAll(/^CREATE (.*)$/gm), ([, path]) => path).sort();
  const files = ['.gitignore', 'LICENSE', 'README.md', 'package.json', 'src/index.test.ts', 'src/index.ts'];
  expect(created).toEqual(
    [...files, 'tsconfig.json', 'vitest.config.ts'].map((file) => `${directory}/brand-new/${file}`),
  );
  expect(existsSync(join(root, directory, 'brand-new'))).toBe(false);
});

test.each([
  [['optimiser', 'brand-new'], 'no template for "optimiser" (did you mean "optimizer"?)'],
  [['optimizer', 'sgd'], '@sharpness-lab/optimizers has a plugin of kind optimizer with that name'],
  [['optimizer', 'core'], 'packages/core is there already'],
])('the generator refuses %j', { timeout: 180_000 }, (args, message) => {
  const { stdout, stderr, status } = generate(...args);
  expect(status).not.toBe(0);
  expect(stdout + stderr).toContain(message);
});
