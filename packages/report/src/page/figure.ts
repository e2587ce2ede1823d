import type { Chart } from '../chart.ts';
import { dataTable, scrolling } from './elements.ts';
import { embeddedJson, html, Markup } from './html.ts';
import { narrowed } from './narrow.ts';
import { count } from './numbers.ts';
import { stillSvg } from './still.ts';

/** Rows of a chart's data that the page shows; all of them are in the file that it saves. */
const SHOWN_ROWS = 40;

/** Letters of a description that still stands in the caption; a longer one unfolds. */
const CAPTION = 160;

/**
 * A chart drawn in advance, so that it shows without scripts and on paper, with its data, and with what the page's
 * script needs to draw it interactively and to save it.
 *
 * @param id unique in the page
 */
export async function figure(chart: Chart, id: string): Promise<Markup> {
  const { name, title, description, spec, table } = chart;
  const named = `role="img" aria-labelledby="${id}-title" aria-describedby="${id}-description"`;
  const narrow = narrowed(spec);
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
<details><summary>Data: ${count(table.rows.length, 'row')}${ofTitle}</summary>
${dataTable(
  shownRows(table.rows.length, title),
  table.headings.map((heading) => ({ heading })),
  table.rows.slice(0, SHOWN_ROWS),
)}</details>
<script type="application/json">${embeddedJson({ name, spec: rounded(spec), table })}</script>
</figure>`;
}

function shownRows(all: number, title: string): string {
  if (all <= SHOWN_ROWS) return title;
  return `${title}: the first ${SHOWN_ROWS} of ${count(all, 'row')}; “Save data” has them all`;
}

/** Seven digits of each number are more than a picture shows, and half the size of the page. */
function rounded(spec: Chart['spec']): unknown {
  const round = (_key: string, value: unknown) => (typeof value === 'number' ? Number(value.toPrecision(7)) : value);
  return JSON.parse(JSON.stringify(spec, round));
}
