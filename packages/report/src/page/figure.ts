import type { Chart, Table } from '../chart.ts';
import { dataTable, scrolling } from './elements.ts';
import { embeddedJson, html, Markup } from './html.ts';
import { withoutSharedData } from './narrow.ts';
import { count } from './numbers.ts';
import { stillSvg } from './still.ts';

/**
 * The largest number of rows that the page shows of a chart's data, so that they fit on paper. The saved file contains
 * all of them.
 */
const SHOWN = { rows: 40, columns: 10 };

/** The longest description, in letters, that stands in the caption; a longer one unfolds. */
const CAPTION = 160;

/**
 * A chart that is drawn in advance, so that it shows without scripts and on paper. It has its data, and the
 * specification with which the page's script draws and saves it.
 *
 * @param id unique in the page
 */
export async function figure(chart: Chart, id: string): Promise<Markup> {
  const { name, title, description, spec, narrow, table } = chart;
  const named = `role="img" aria-labelledby="${id}-title" aria-describedby="${id}-description"`;
  const drawings =
    narrow === undefined
      ? [await stillSvg(spec, id, named)]
      : [
          await stillSvg(spec, id, `${named} data-for="wide"`),
          await stillSvg(narrow, `${id}-narrow`, `${named} data-for="narrow"`),
        ];
  const ofTitle = html`<span class="hidden">: ${title}</span>`;
  const about = html`<p id="${id}-description" class="muted">${description}</p>`;
  const brief = description.length <= CAPTION;
  return html`<figure id="${id}">
<figcaption><p id="${id}-title"><strong>${title}</strong></p>${brief ? about : undefined}</figcaption>
${scrolling(`Chart: ${title}`, html`<div class="chart">${drawings.map((drawing) => new Markup(drawing))}</div>`)}
<div class="tools" hidden>
<button type="button" data-do="interact" aria-pressed="false">Interactive${ofTitle}</button>
<button type="button" data-do="save-data">Save data (CSV)${ofTitle}</button>
<button type="button" data-do="save-spec">Save specification (Vega-Lite)${ofTitle}</button>
</div>
${brief ? undefined : html`<details><summary>In words${ofTitle}</summary>${about}</details>`}
<details${isWhole(table) ? undefined : html` class="part"`}><summary>Data: ${count(table.rows.length, 'row')}${ofTitle}</summary>
${dataTable(
  captionOf(table, title),
  table.headings.slice(0, SHOWN.columns).map((heading) => ({ heading })),
  table.rows.slice(0, SHOWN.rows).map((row) => row.slice(0, SHOWN.columns)),
)}</details>
<script type="application/json">${embeddedJson(rounded({ name, spec, narrow: narrow && withoutSharedData(narrow), table }))}</script>
</figure>`;
}

function isWhole({ headings, rows }: Table): boolean {
  return rows.length <= SHOWN.rows && headings.length <= SHOWN.columns;
}

function captionOf({ headings, rows }: Table, title: string): string {
  const parts = [
    ...(rows.length > SHOWN.rows ? [`the first ${SHOWN.rows} of ${count(rows.length, 'row')}`] : []),
    ...(headings.length > SHOWN.columns ? [`the first ${SHOWN.columns} of ${count(headings.length, 'column')}`] : []),
  ];
  return parts.length === 0 ? title : `${title}: ${parts.join(' and ')}; “Save data” has them all`;
}

/** Seven digits of each number are enough for a picture, and halve the size of the page. */
function rounded(chart: unknown): unknown {
  const round = (_key: string, value: unknown) => (typeof value === 'number' ? Number(value.toPrecision(7)) : value);
  return JSON.parse(JSON.stringify(chart, round));
}
