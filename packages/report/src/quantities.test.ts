import { expect, test } from 'vitest';
import { quantity } from './quantities.ts';

test.each([
  ['hessian-trace', 'Hessian trace Tr H', 'log'],
  ['test-accuracy', 'test accuracy', 'linear'],
  ['time', 'time (s)', 'linear'],
  ['layer-12-norm', 'norm of layer 12 ‖θ₁₂‖', 'linear'],
  ['hessian-trace-standard-error', 'standard error of Hessian trace Tr H', 'linear'],
  ['top-eigenvalue', 'top eigenvalue', 'linear'],
  ['constructor', 'constructor', 'linear'],
] as const)('%s is drawn as "%s" on a %s axis', (metric, title, scale) => {
  expect(quantity(metric)).toEqual({ title, scale });
});
