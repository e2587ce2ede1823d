import type { Verdict } from '@sharpness-lab/studies';
import { html, type Markup } from './html.ts';

const signs: Readonly<Record<Verdict, string>> = { holds: '✓', fails: '✗', undecided: '?' };

/** A verdict as a word, a sign and a colour. */
export function verdictMark(verdict: Verdict): Markup {
  return html`<span class="verdict ${verdict}"><span aria-hidden="true">${signs[verdict]}</span> ${verdict}</span>`;
}

/** A region for wide content. On a phone the region scrolls, also by keyboard, and the page does not. */
export function scrolling(label: string, content: Markup): Markup {
  return html`<div class="scroll" role="group" aria-label="${label}" tabindex="0">${content}</div>`;
}

/** Terms with their descriptions. A term with an undefined description is left out. */
export function facts(rows: Readonly<Record<string, Markup | string | undefined>>): Markup {
  const given = Object.entries(rows).filter(([, value]) => value !== undefined && value !== '');
  return html`<dl class="facts">${given.map(([term, value]) => html`<dt>${term}</dt><dd>${value}</dd>`)}</dl>`;
}

/** A column of a table: its heading, and whether it holds numbers, which stand flush right. */
export interface Column {
  readonly heading: string;
  readonly numeric?: boolean;
}

/** The attribute that puts the cells of a column flush right, by the column's index. */
const sideOf = (columns: readonly Column[]) => (index: number) =>
  columns[index]?.numeric === true ? html` class="number"` : undefined;

/** A table in a scrolling region. The first cell of a row is its heading. */
export function dataTable(
  caption: string,
  columns: readonly Column[],
  rows: readonly (readonly (Markup | string)[])[],
): Markup {
  const side = sideOf(columns);
  const row = ([first, ...rest]: readonly (Markup | string)[]) =>
    html`<tr><th scope="row"${side(0)}>${first}</th>${rest.map((cell, index) => html`<td${side(index + 1)}>${cell}</td>`)}</tr>`;
  return scrolling(
    caption,
    html`<table><caption>${caption}</caption><thead><tr>${columns.map(
      ({ heading }, index) => html`<th scope="col"${side(index)}>${heading}</th>`,
    )}</tr></thead><tbody>${rows.map(row)}</tbody></table>`,
  );
}

/**
 * A table that fits any window: where it is narrow, each row becomes a list of its cells with the headings beside them.
 * The roles keep it a table for screen readers when it looks like a list.
 */
export function stackedTable(
  caption: string,
  columns: readonly Column[],
  rows: readonly (readonly (Markup | string)[])[],
): Markup {
  const side = sideOf(columns);
  const row = ([first, ...rest]: readonly (Markup | string)[]) =>
    html`<tr role="row"><th scope="row" role="rowheader"${side(0)}>${first}</th>${rest.map(
      (cell, index) =>
        html`<td role="cell" data-heading="${columns[index + 1]?.heading}"${side(index + 1)}><span>${cell}</span></td>`,
    )}</tr>`;
  return html`<table class="stacked" role="table"><caption>${caption}</caption><thead role="rowgroup"><tr role="row">${columns.map(
    ({ heading }, index) => html`<th scope="col" role="columnheader"${side(index)}>${heading}</th>`,
  )}</tr></thead><tbody role="rowgroup">${rows.map(row)}</tbody></table>`;
}

/** A command to copy. Lines are not broken inside an option such as `--scale`. */
export function command(text: string): Markup {
  const words = text.split(/(?<=\s)/);
  return html`<code>${words.map((word) => (word.startsWith('--') ? html`<span class="option">${word}</span>` : word))}</code>`;
}
