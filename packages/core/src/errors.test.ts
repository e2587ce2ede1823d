import { describe, expect, test } from 'vitest';
import { didYouMean, LabError, messageOf } from './errors.ts';

describe('didYouMean', () => {
  const names = ['sgd', 'sam', '1-sam', 'gradient-descent'];

  test.each([
    ['smm', 'sam'],
    ['SGD', 'sgd'],
    ['1-san', '1-sam'],
    ['gradient_decent', 'gradient-descent'],
  ])('takes "%s" for "%s"', (value, nearest) => {
    expect(didYouMean(value, names)).toBe(` (did you mean "${nearest}"?)`);
  });

  test.each(['adam-w', 'momentum', 'x', ''])('makes no guess at "%s"', (value) => {
    expect(didYouMean(value, names)).toBe('');
  });

  test('makes no guess without candidates', () => {
    expect(didYouMean('sam', [])).toBe('');
  });

  test('leaves the candidates in their order', () => {
    const candidates = ['zeta', 'beta'];
    didYouMean('bet', candidates);
    expect(candidates).toEqual(['zeta', 'beta']);
  });
});

test('messageOf takes anything that was thrown', () => {
  expect(messageOf(new LabError('config', 'too wide'))).toBe('too wide');
  expect(messageOf('too wide')).toBe('too wide');
  expect(messageOf(undefined)).toBe('undefined');
});

test('a LabError is an Error with a kind and a cause', () => {
  const cause = new Error('disk full');
  const error = new LabError('store', 'cannot write', { cause });
  expect(error).toBeInstanceOf(Error);
  expect(error).toMatchObject({ name: 'LabError', kind: 'store', message: 'cannot write', cause });
});
