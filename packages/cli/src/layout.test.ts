import { expect, test } from 'vitest';
import { formatInBlocks } from './column-blocks.ts';
import { showsBlocks } from './terminal-layout.ts';
import { hangingRows } from './wrap.ts';

test('block characters are for terminals that are not dumb, with a locale in UTF-8 or none', () => {
  expect(showsBlocks({ TERM: 'xterm', LANG: 'de_DE.UTF-8' })).toBe(true);
  expect(showsBlocks({ TERM: 'xterm' })).toBe(true);
  expect(showsBlocks({ LC_ALL: '', LANG: 'C.utf8' })).toBe(true);
  expect(showsBlocks({ TERM: 'dumb', LANG: 'C.UTF-8' })).toBe(false);
  expect(showsBlocks({ LC_ALL: 'C', LANG: 'en_US.UTF-8' })).toBe(false);
  expect(showsBlocks({ LANG: 'en_US.ISO-8859-1' })).toBe(false);
});

test('columns for which there is no room come below, beside the first one again', () => {
  const rows = [
    ['LAST', 'A', 'B', 'C'],
    ['loss', '1.25', '2', '333333333333'],
  ];
  expect(formatInBlocks(rows, 13)).toBe('LAST  A     B\nloss  1.25  2\n\nLAST  C\nloss  333333333333\n');
  expect(formatInBlocks(rows, 80)).toBe('LAST  A     B  C\nloss  1.25  2  333333333333\n');
});

test('long cells go on below', () => {
  expect(
    hangingRows(
      [
        ['a', 'one two three'],
        ['long', 'incompressible x'],
      ],
      13,
    ),
  ).toEqual([
    ['a', 'one two'],
    ['', 'three'],
    ['long', 'incompressible'],
    ['', 'x'],
  ]);
});
