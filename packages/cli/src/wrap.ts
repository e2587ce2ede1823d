import { wrapWords } from '@sharpness-lab/core';

/** Rows of two cells for a table of `columns` characters. A second cell that is too long goes on in further rows. */
export function hangingRows(rows: readonly (readonly [string, string])[], columns: number): string[][] {
  const room = columns - 2 - Math.max(...rows.map(([label]) => label.length));
  return rows.flatMap(([label, text]) => wrapWords(text, room).map((line, index) => [index === 0 ? label : '', line]));
}
