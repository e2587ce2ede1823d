import { formatTable } from '@sharpness-lab/core';

/**
 * A table that can be wider than the terminal. It is cut into blocks of columns that fit, one below the other, and each
 * block begins with the first column.
 */
export function formatInBlocks(rows: readonly (readonly string[])[], columns: number): string {
  const [heading = []] = rows;
  const widthOf = (column: number) => Math.max(...rows.map((row) => (row[column] ?? '').length));
  const blocks: number[][] = [];
  let used = Number.POSITIVE_INFINITY;
  for (let column = 1; column < heading.length; column++) {
    const width = 2 + widthOf(column);
    if (used + width > columns) {
      blocks.push([]);
      used = widthOf(0);
    }
    blocks.at(-1)?.push(column);
    used += width;
  }
  return blocks
    .map((block) => formatTable(rows.map((row) => [0, ...block].map((column) => row[column] ?? ''))))
    .join('\n');
}
