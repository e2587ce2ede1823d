/** A part of a text: a table whose first row are headings, or lines of words. */
export type TextBlock = { readonly rows: readonly (readonly string[])[] } | { readonly lines: readonly string[] };

/**
 * The blocks of a plain text, which blank lines separate. Lines are a table if two or more spaces part them in the same
 * places, as `formatTable` of core writes it.
 */
export function textBlocks(text: string): TextBlock[] {
  return text
    .split(/\n(?:\s*\n)+/)
    .map((block) => block.split('\n').filter((line) => line.trim() !== ''))
    .filter((lines) => lines.length > 0)
    .map((lines) => {
      const starts = columnStarts(lines);
      return lines.length > 1 && starts.length > 1 ? { rows: lines.map((line) => cells(line, starts)) } : { lines };
    });
}

/** Where columns begin: behind two or more places that are blank in all lines. */
function columnStarts(lines: readonly string[]): number[] {
  const width = Math.max(...lines.map(({ length }) => length));
  const isBlank = (place: number) => place < 0 || lines.every((line) => (line[place] ?? ' ') === ' ');
  const places = Array.from({ length: width }, (_, place) => place);
  return places.filter((place) => place === 0 || (!isBlank(place) && isBlank(place - 1) && isBlank(place - 2)));
}

function cells(line: string, starts: readonly number[]): string[] {
  return starts.map((start, column) => line.slice(start, starts[column + 1]).trim());
}
