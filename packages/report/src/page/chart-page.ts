import type { Chart } from '../chart.ts';
import { figure } from './figure.ts';
import { html } from './html.ts';
import { shell } from './shell.ts';

/** One chart as an HTML document that needs nothing else: drawn, interactive, with its data and its specification. */
export async function chartPage(chart: Chart): Promise<string> {
  return shell(
    chart.title,
    html`<main><h1 class="hidden">${chart.title}</h1>
${await figure(chart, 'figure')}
</main>`,
  );
}
