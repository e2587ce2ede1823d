import { formatTable } from '@sharpness-lab/core';

/**
 * A table that may be wider than there is room for: as many columns side by side as fit, and the others below, each time
 * beside the first column again.
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
