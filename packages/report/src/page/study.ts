import type { Chart } from '../chart.ts';
import { claim } from './claim.ts';
import type { StudySection } from './contents.ts';
import { command, dataTable, facts, stackedTable, verdictMark } from './elements.ts';
import type { Environments } from './environments.ts';
import { figure } from './figure.ts';
import { html, type Markup } from './html.ts';
import { LEAD } from './lead.ts';
import { plainTables } from './plain-tables.ts';
import { studyAnchor } from './study-label.ts';

/**
 * A study: its claims, figures and numbers, the choices that its verdicts depend on, and the command that repeats it.
 *
 * @param label the name of the study in the page
 * @param lead the chart of the study that the page begins with, if it is one
 */
export async function study(
  { record, charts: all }: StudySection,
  label: string,
  lead: Chart | undefined,
  environments: Environments,
): Promise<Markup> {
  const { title, claims, tables, variations, runs, scale, environment } = record;
  const anchor = studyAnchor(record);
  const charts = all.filter((chart) => chart !== lead);
  const figures = await Promise.all(charts.map((chart, index) => figure(chart, `${anchor}-figure-${index + 1}`)));
  return html`<section id="${anchor}" aria-labelledby="${anchor}-heading">
<h3 id="${anchor}-heading">${label}: ${title}</h3>
${facts({
  'To repeat it': command(record.command),
  Scale: scale,
  Concluded: html`<time datetime="${environment.date}">${environment.date.slice(0, 10)}</time>, in ${environments.link(environment)}`,
})}
${figures.length === 0 && lead === undefined ? undefined : html`<h4>Figures</h4>${lead === undefined ? undefined : html`<p>The first figure of this page, <a href="#${LEAD}">${lead.title}</a>, is of this study.</p>`}${figures}`}
<h4>Claims</h4>
${claims.map((judged) => claim(record, judged))}
${tables.length === 0 ? undefined : html`<h4>Numbers</h4>${tables.map((table) => plainTables(table, `Numbers of ${label}`))}`}
${variations.length === 0 ? undefined : sensitivity(record, label)}
${runs.length === 0 ? undefined : trainings(record, label)}
</section>`;
}

/** Verdicts when choices that the paper leaves open are made otherwise, one row for each. */
function sensitivity({ claims, variations }: StudySection['record'], label: string): Markup {
  const rows = variations.map(({ title, claims: varied }) => [
    title,
    ...claims.map(({ id }) => {
      const other = varied.find((each) => each.id === id);
      return other === undefined ? '–' : verdictMark(other.verdict);
    }),
  ]);
  return html`<h4>What the paper leaves open</h4>
${stackedTable(
  `Verdicts of ${label} with one choice made otherwise`,
  [{ heading: 'Variation' }, ...claims.map(({ id }) => ({ heading: id }))],
  [['as reproduced', ...claims.map(({ verdict }) => verdictMark(verdict))], ...rows],
)}`;
}

function trainings({ runs }: StudySection['record'], label: string): Markup {
  return html`<details><summary>Runs behind ${label}: ${runs.length}</summary>
${dataTable(
  `Runs behind ${label}`,
  [{ heading: 'Run' }, { heading: 'Seed', numeric: true }, { heading: 'Status' }, { heading: 'Folder' }],
  runs.map((run) => [run.name, `${run.seed}`, run.status, run.dir ?? '–']),
)}</details>`;
}
