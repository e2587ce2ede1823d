import { expect, test } from 'vitest';
import { LabError } from '../errors.ts';
import { attribute, attributed, pluginError, rememberPlugin } from './attribution.ts';

const origin = { name: 'my-package', version: '1.0.0', path: '/home/me/my-package' };
const plugin = {};
rememberPlugin(plugin, 'optimizer', 'mine', origin);

const thrownAt = (...frames: string[]) => {
  const error = new TypeError('no step today');
  error.stack = ['TypeError: no step today', ...frames.map((frame) => `    at ${frame}`)].join('\n');
  return error;
};

test('what a plugin throws names it, its package, and where in the package it was thrown', () => {
  const error = thrownAt(
    'axpy (file:///home/me/my-package/node_modules/other/index.js:3:1)',
    'Object.axpy (/usr/lib/lab/problem.js:7:9)',
    'step (file:///home/me/my-package/src/my%20step.ts:12:5)',
    'file:///home/me/my-package/src/index.ts:40:1',
  );
  const caught = attributed(plugin, error);
  expect(caught).toEqual(
    new LabError('plugin', 'optimizer "mine" of my-package failed: no step today (src/my step.ts, line 12)'),
  );
  expect(caught.cause).toBe(error);
});

test('without a place in a package it says what it knows; what is no error, too', () => {
  expect(attributed(plugin, thrownAt('/home/me/other/step.ts:1:1')).message).toBe(
    'optimizer "mine" of my-package failed: no step today',
  );
  expect(attributed(plugin, 'enough').message).toBe('optimizer "mine" of my-package failed: enough');
});

test('an error of the lab stays what it is, so that the innermost plugin is named', () => {
  const inner = pluginError(plugin, 'expected 3 numbers, got 2');
  expect(inner.message).toBe('optimizer "mine" of my-package: expected 3 numbers, got 2');
  expect(attributed({}, inner)).toBe(inner);
  expect(() =>
    attribute({}, () => {
      throw inner;
    }),
  ).toThrow(inner);
  expect(attribute(plugin, () => 5)).toBe(5);
});
