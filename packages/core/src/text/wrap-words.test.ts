import { expect, test } from 'vitest';
import { wrapWords } from './wrap-words.ts';

test('lines are as full as they go, up to the width itself', () => {
  expect(wrapWords('to be or not to be', 8)).toEqual(['to be or', 'not to', 'be']);
  expect(wrapWords('to be or not to be', 18)).toEqual(['to be or not to be']);
});

test('a word longer than a line has one of its own, and no text is one empty line', () => {
  expect(wrapWords('a sharpness b', 4)).toEqual(['a', 'sharpness', 'b']);
  expect(wrapWords('', 4)).toEqual(['']);
});
