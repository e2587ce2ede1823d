import { spawnSync } from 'node:child_process';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { calledAs } from './called-as.ts';

test.each([
  ['npm installed it in a project', '/home/me/lab/node_modules/.bin/sharpness', {}, 'npx sharpness'],
  ['npx fetched it', '/home/me/.npm/_npx/0a1b/node_modules/.bin/sharpness', {}, 'npx sharpness-lab'],
  ['npm installed it for all projects', '/opt/node/bin/sharpness', { PATH: '/usr/bin:/opt/node/bin' }, 'sharpness'],
  ['it is called by a path', resolve('tools/sharpness'), { PATH: '/usr/bin' }, join('tools', 'sharpness')],
  [
    'npx calls the file itself',
    '/a/node_modules/sharpness-lab/bin/sharpness.js',
    { npm_command: 'exec' },
    'npx sharpness',
  ],
  ['a shim of all projects calls the file', '/a/node_modules/sharpness-lab/bin/sharpness.js', {}, 'sharpness'],
  ['Node.js got its file', resolve('packages/cli/bin/sharpness.js'), {}, 'node packages/cli/bin/sharpness.js'],
  ['its folder has a space', resolve('my lab/bin/sharpness.js'), {}, "node 'my lab/bin/sharpness.js'"],
  ['another program runs its modules', '/home/me/lab/node_modules/vitest/vitest.mjs', {}, 'sharpness'],
])('where %s', (_case, script, environment, expected) => {
  expect(calledAs(script, environment)).toBe(expected);
});

test('messages name the commands as they were called, also those of libraries', () => {
  const installed = resolve(import.meta.dirname, '../../../node_modules/.bin/sharpness');
  const { stderr } = spawnSync(process.execPath, [installed, 'show', 'nowhere'], { encoding: 'utf8' });
  expect(stderr).toContain('nowhere is not the folder of a run: expected one that "npx sharpness run" made');
});
