import { formatTable } from '@sharpness-lab/core';
import { expect, test } from 'vitest';
import { plainTables } from './plain-tables.ts';

const textOf = (text: string) =>
  text
    .replaceAll(/<[^>]*>/g, '|')
    .replaceAll(/\|+/g, '|')
    .replaceAll(/\s*\n\s*/g, '');

test('cells in columns become a table with its headings, and prose stays prose', () => {
  const table = formatTable([
    ['', 'completed', 'train acc.', 'trace'],
    ['fig4a', '2 of 2', '0.986 +0.014 -0.020', '80.61 +- 2.59'],
    ['fig4b, phase 1', '2 of 2', '-', '22.21 +- 0.11'],
  ]);
  const [heading, numbers, note] = plainTables(
    `Measured by us\n\n${table}\nOver two seeds: the numbers\nare means.\n`,
    'n',
  );
  expect(heading?.text).toBe('<p class="lines">Measured by us</p>');
  expect(note?.text).toBe('<p class="lines">Over two seeds: the numbers\nare means.</p>');
  expect(textOf(numbers?.text ?? '')).toBe(
    '|n|completed|train acc.|trace|fig4a|2 of 2|0.986 +0.014\u00a0−0.020|80.61 ±\u00a02.59|fig4b, phase 1|2 of 2|-|22.21 ±\u00a00.11|',
  );
  expect(numbers?.text.match(/<td role="cell" data-heading="trace" class="number">/g)).toHaveLength(2);
});

test('a cell may be empty, and a line end early', () => {
  const [table] = plainTables(
    formatTable([
      ['a', 'b', 'c'],
      ['long cell', '', '1'],
      ['x', 'y', ''],
    ]),
    't',
  );
  const cells = Array.from(table?.text.matchAll(/<t[hd] [^>]*>(?:<span>)?([^<]*)/g) ?? [], ([, cell]) => cell);
  expect(cells).toEqual(['a', 'b', 'c', 'long cell', '', '1', 'x', 'y', '']);
});
