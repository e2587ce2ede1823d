import { wrapWords } from '@sharpness-lab/core';

/** Rows of two cells, so that in a table of `columns` the second one goes on in further rows where it is too long. */
export function hangingRows(rows: readonly (readonly [string, string])[], columns: number): string[][] {
  const room = columns - 2 - Math.max(...rows.map(([label]) => label.length));
  return rows.flatMap(([label, text]) => wrapWords(text, room).map((line, index) => [index === 0 ? label : '', line]));
}
