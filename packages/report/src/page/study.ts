import { claim } from './claim.ts';
import type { StudySection } from './contents.ts';
import { command, dataTable, facts, scrolling, verdictMark } from './elements.ts';
import type { Environments } from './environments.ts';
import { figure } from './figure.ts';
import { html, type Markup } from './html.ts';
import { digits } from './numbers.ts';

/** The identifier of a study's place in the page. */
export function studyAnchor(name: string): string {
  return `study-${name.replaceAll(/[^\w-]+/g, '-')}`;
}

/** A study: its claims, its figures and numbers, what it depends on, and how to repeat it. */
export async function study({ record, charts }: StudySection, environments: Environments): Promise<Markup> {
  const { name, title, outcomes, tables, variations, runs, scale, environment } = record;
  const figures = await Promise.all(
    charts.map((chart, index) => figure(chart, `${studyAnchor(name)}-figure-${index + 1}`)),
  );
  return html`<section id="${studyAnchor(name)}" aria-labelledby="${studyAnchor(name)}-heading">
<h3 id="${studyAnchor(name)}-heading">${name}: ${title}</h3>
${facts({
  'To repeat it': command(record.command),
  Scale: scale,
  Concluded: html`<time datetime="${environment.date}">${environment.date.slice(0, 10)}</time>, in ${environments.link(environment)}`,
})}
${figures.length === 0 ? undefined : html`<h4>Figures</h4>${figures}`}
<h4>Claims</h4>
${outcomes.map(claim)}
${tables.length === 0 ? undefined : html`<h4>Numbers</h4>${tables.map((table, index) => scrolling(`Numbers of ${name}, ${index + 1}`, html`<pre>${table}</pre>`))}`}
${variations.length === 0 ? undefined : sensitivity(record)}
${runs.length === 0 ? undefined : trainings(record)}
</section>`;
}

/** Verdicts when choices that the paper leaves open are made otherwise, one row for each. */
function sensitivity({ name, outcomes, variations }: StudySection['record']): Markup {
  const rows = variations.map(({ title, outcomes: varied }) => [
    title,
    ...outcomes.map(({ id }) => {
      const other = varied.find((each) => each.id === id);
      return other === undefined ? '–' : verdictMark(other.verdict);
    }),
  ]);
  return html`<h4>What the paper leaves open</h4>
${dataTable(
  `Verdicts of ${name} with one choice made otherwise`,
  [{ heading: 'Variation' }, ...outcomes.map(({ id }) => ({ heading: id }))],
  [['as reproduced', ...outcomes.map(({ verdict }) => verdictMark(verdict))], ...rows],
)}`;
}

function trainings({ name, runs }: StudySection['record']): Markup {
  return html`<details><summary>Runs behind ${name}: ${runs.length}</summary>
${dataTable(
  `Runs behind ${name}`,
  [{ heading: 'Run' }, { heading: 'Seed', numeric: true }, { heading: 'Status' }, { heading: 'Folder' }],
  runs.map((run) => [run.name, digits(run.seed), run.status, run.dir ?? '–']),
)}</details>`;
}
