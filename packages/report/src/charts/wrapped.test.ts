import { expect, test } from 'vitest';
import { wrapped } from './wrapped.ts';

test('titles that fit stay, longer ones become lines of about one length', () => {
  expect(wrapped('Hessian trace Tr H', 190)).toBe('Hessian trace Tr H');
  expect(wrapped('Hessian trace Tr H, where > 0', 190)).toEqual(['Hessian trace', 'Tr H, where > 0']);
  expect(wrapped('', 190)).toBe('');
});

test('a word longer than a line has one of its own', () => {
  expect(wrapped(`a ${'b'.repeat(90)} c`, 190)).toEqual(['a', 'b'.repeat(90), 'c']);
});
