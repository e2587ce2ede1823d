import { textBlocks } from '@sharpness-lab/studies';
import { type Column, stackedTable } from './elements.ts';
import { html, type Markup } from './html.ts';

/**
 * The plain text in which a study has its numbers, as markup: its tables are tables, and other lines stay text.
 *
 * @param label what the tables are about
 */
export function plainTables(text: string, label: string): Markup[] {
  return textBlocks(text).map((block) => {
    if ('lines' in block) return html`<p class="lines">${block.lines.join('\n')}</p>`;
    const [headings = [], ...body] = block.rows;
    const columns = headings.map(
      (heading, k): Column => ({ heading, numeric: k > 0 && body.every((row) => isNumber(row[k])) }),
    );
    const rows = body.map((row) => row.map(withSigns));
    return html`<div class="numbers">${stackedTable(label, columns, rows)}</div>`;
  });
}

/** Whether a cell begins with a number, or has none. */
const isNumber = (cell = '') => /^([-+]?\d|-$|$)/.test(cell);

/** Spreads, `+- 0.05` and `+0.01 -0.05`, with their signs. Lines may be broken in front of them, and not inside. */
const withSigns = (cell: string) =>
  cell.replaceAll(' +- ', ' ±\u00a0').replace(/ (\+[\d.]+) -([\d.]+)/, ' $1\u00a0−$2');
