import { type Column, stackedTable } from './elements.ts';
import { html, type Markup } from './html.ts';

/**
 * The plain text in which a study has its numbers, as markup: blocks of lines whose cells stand in columns, two spaces
 * apart, are tables with the first line as headings; other blocks stay text.
 *
 * @param label what the tables are about
 */
export function plainTables(text: string, label: string): Markup[] {
  const blocks = text.split(/\n\s*\n/).map((block) => block.split('\n').filter((line) => line.trim() !== ''));
  return blocks
    .filter((lines) => lines.length > 0)
    .map((lines) => {
      const rows = cellsOf(lines);
      const [headings = [], ...body] = rows;
      return headings.length > 1 && body.length > 0
        ? html`<div class="numbers">${stackedTable(
            label,
            headings.map(columnOf(body)),
            body.map((row) => row.map(spreadSign)),
          )}</div>`
        : html`<pre class="wrap">${lines.join('\n')}</pre>`;
    });
}

const columnOf =
  (body: readonly (readonly string[])[]) =>
  (heading: string, index: number): Column => ({
    heading,
    numeric: index > 0 && body.every((row) => /^([-+]?\d|-$|$)/.test(row[index] ?? '')),
  });

/** Spreads, `+- 0.05` and `+0.01 -0.05`, with their signs. Lines may be broken in front of them, and not inside. */
const spreadSign = (cell: string) =>
  cell.replaceAll(' +- ', ' ±\u00a0').replace(/ (\+[\d.]+) -([\d.]+)/, ' $1\u00a0−$2');

/** The cells of each line. Columns are parted by at least two places that are blank in all lines. */
function cellsOf(lines: readonly string[]): string[][] {
  const width = Math.max(...lines.map((line) => line.length));
  const blank = Array.from({ length: width + 2 }, (_, k) => lines.every((line) => (line[k] ?? ' ') === ' '));
  const begins = blank.flatMap((_, k) =>
    !blank[k] && (k === 0 || (blank[k - 1] && blank[k - 2] !== false)) ? [k] : [],
  );
  const starts = [0, ...begins.filter((k) => k > 0)];
  return lines.map((line) => starts.map((start, k) => line.slice(start, starts[k + 1]).trim()));
}
