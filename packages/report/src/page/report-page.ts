import { VERSION } from '@sharpness-lab/core';
import type { StudyRecord, Verdict } from '@sharpness-lab/studies';
import type { Chart } from '../chart.ts';
import { verdictTable } from './claim.ts';
import { comparisonTable } from './comparison-table.ts';
import type { ExperimentSection, ReportContents, StudySection } from './contents.ts';
import { command, stackedTable } from './elements.ts';
import { Environments } from './environments.ts';
import { figure } from './figure.ts';
import { findings } from './findings.ts';
import { group } from './group.ts';
import { html, type Markup } from './html.ts';
import { LEAD, leadOf } from './lead.ts';
import { count } from './numbers.ts';
import { shell } from './shell.ts';
import { statusOf } from './status.ts';
import { study } from './study.ts';
import { scaleNotes, studyAnchor } from './study-label.ts';

/**
 * A report as one HTML document without external files. The same contents give the same document. It begins with what was
 * found and the figure that shows it; details follow, and at the end what is still missing.
 */
export async function reportPage(contents: ReportContents): Promise<string> {
  const { title, date, studies, experiments } = contents;
  const environments = new Environments();
  const sections: Section[] = [];
  const records = studies.map(({ record }) => record);
  const lead = leadOf(contents);
  sections.push(await findingsSection(contents, lead));
  if (records.some(({ claims }) => claims.length > 0)) sections.push(verdictSection(records));
  if (studies.length > 0) sections.push(await studiesSection(contents, lead, environments));
  if (experiments.length > 0) sections.push(await runsSection(experiments, lead, environments));
  if (contents.missing.length > 0) sections.push(missingSection(contents));
  if (environments.size > 0) {
    sections.push({ id: 'environments', heading: 'Environments', entries: [], content: html`${environments.list()}` });
  }
  return shell(
    title,
    html`<a class="skip" href="#main">Skip to the report</a>
<header>
<h1>${title}</h1>
<p class="muted"><time datetime="${date}">${longDate(date)}</time> · Sharpness Lab ${VERSION}</p>
${summary(contents)}
</header>
<nav aria-labelledby="contents"><h2 id="contents">Contents</h2><ol>${sections.map(contentsEntry)}</ol></nav>
<main id="main" tabindex="-1">
${sections.map(({ id, heading, content }) => html`<section aria-labelledby="${id}"><h2 id="${id}">${heading}</h2>\n${content}</section>`)}
</main>
<footer><p>Written by <code>sharpness report</code>. The page needs no network and no other file; the interactive charts are drawn by Vega, whose licences are in its source.</p></footer>`,
  );
}

interface Section {
  readonly id: string;
  readonly heading: string;
  /** The sections of the table of contents. */
  readonly entries: readonly { readonly id: string; readonly heading: string }[];
  readonly content: Markup;
}

function contentsEntry({ id, heading, entries }: Section): Markup {
  const link = (each: { id: string; heading: string }) => html`<a href="#${each.id}">${each.heading}</a>`;
  const below =
    entries.length === 0 ? undefined : html`<ol>${entries.map((entry) => html`<li>${link(entry)}</li>`)}</ol>`;
  return html`<li>${link({ id, heading })}${below}</li>`;
}

function summary({ studies, experiments }: ReportContents): Markup {
  const judged = studies.flatMap(({ record }) => record.claims);
  const names = new Set(studies.map(({ record }) => record.name));
  const claims = new Set(studies.flatMap(({ record }) => record.claims.map(({ id }) => `${record.name} ${id}`)));
  const atScales =
    names.size === studies.length ? '' : `, with ${count(judged.length, 'verdict')} at quick and at paper scale`;
  const verdicts: readonly Verdict[] = ['holds', 'fails', 'undecided'];
  const number = (verdict: Verdict) => judged.filter((claim) => claim.verdict === verdict).length;
  const words = { holds: 'hold', fails: 'fail', undecided: 'undecided' } as const;
  const runs = experiments.flatMap(({ groups }) => groups.flatMap((each) => each.runs));
  const completed = runs.filter((run) => statusOf(run) === 'completed').length;
  const tested = html`<p>${count(claims.size, 'claim')} of the paper tested in ${names.size === 1 ? 'one study' : `${names.size} studies`}${atScales}:</p>
<ul class="counts">${verdicts.map((verdict) => html`<li class="${verdict}"><strong>${number(verdict)}</strong> ${words[verdict]}</li>`)}</ul>`;
  const ran = html`<p>${count(runs.length, 'run')} in ${count(experiments.flatMap(({ groups }) => groups).length, 'configuration')}, ${completed === runs.length ? 'all' : completed} completed.</p>`;
  return html`${judged.length === 0 ? undefined : tested}${runs.length === 0 ? undefined : ran}`;
}

function verdictSection(studies: readonly StudyRecord[]): Section {
  return {
    id: 'verdicts',
    heading: 'Verdicts',
    entries: [],
    content: verdictTable('All claims: what decides, and what was measured', studies),
  };
}

async function findingsSection(contents: ReportContents, lead: Chart | undefined): Promise<Section> {
  const found = findings(contents);
  const first = lead === undefined ? undefined : await figure(lead, LEAD);
  return {
    id: 'findings',
    heading: 'Findings',
    entries: [],
    content: html`${first}
${found.length === 0 ? html`<p>${allIsWell(contents)}</p>` : html`<ul>${found.map((finding) => html`<li>${finding}</li>`)}</ul>`}`,
  };
}

function allIsWell({ studies, experiments }: ReportContents): string {
  const sentences = [
    studies.length > 0 ? 'Every claim holds.' : undefined,
    studies.some(({ record }) => record.variations.length > 0)
      ? 'No verdict turns when a choice that the paper leaves open is made otherwise.'
      : undefined,
    experiments.length > 0 ? 'Every run completed.' : undefined,
  ];
  return sentences.filter((sentence) => sentence !== undefined).join(' ');
}

function missingSection({ missing }: ReportContents): Section {
  return {
    id: 'missing',
    heading: 'Not reproduced yet',
    entries: [],
    content: html`<details><summary>${count(missing.length, 'study', 'studies')} without a verdict in this report, and the command that makes each</summary>
${stackedTable(
  'Studies without a verdict in this report, and what makes each',
  [{ heading: 'Study' }, { heading: 'What it shows' }, { heading: 'Command' }],
  missing.map((each) => [each.name, each.title, command(each.command)]),
)}</details>`,
  };
}

async function studiesSection(
  { studies }: ReportContents,
  lead: Chart | undefined,
  environments: Environments,
): Promise<Section> {
  const noteOf = scaleNotes(studies.map(({ record }) => record));
  const labelOf = ({ record }: StudySection) => `${record.name}${noteOf(record)}`;
  const parts: Markup[] = [];
  for (const each of studies) {
    const own = lead !== undefined && each.charts.includes(lead) ? lead : undefined;
    parts.push(await study(each, labelOf(each), own, environments));
  }
  return {
    id: 'studies',
    heading: 'Studies',
    entries: studies.map((each) => ({ id: studyAnchor(each.record), heading: labelOf(each) })),
    content: html`${parts}`,
  };
}

/** Groups unfold where they are more than so many: then a table compares them first. */
const GROUPS_IN_FULL = 2;

async function runsSection(
  experiments: readonly ExperimentSection[],
  lead: Chart | undefined,
  environments: Environments,
): Promise<Section> {
  const parts: Markup[] = [];
  for (const [index, { name, groups, charts, note }] of experiments.entries()) {
    const id = experimentAnchor(index);
    const figures: Markup[] = [];
    for (const [k, chart] of charts.entries()) {
      if (chart !== lead) figures.push(await figure(chart, `${id}-figure-${k + 1}`));
    }
    const members: Markup[] = [];
    for (const each of groups) {
      const told = await group(each, environments);
      members.push(
        groups.length > GROUPS_IN_FULL ? html`<details><summary>${each.label}</summary>${told}</details>` : told,
      );
    }
    parts.push(html`<section aria-labelledby="${id}"><h3 id="${id}">${name}</h3>
${note === undefined ? undefined : html`<p>${note}</p>`}
${figures}
${comparisonTable(name, groups)}
${members}
</section>`);
  }
  return {
    id: 'runs',
    heading: 'Runs',
    entries: experiments.map(({ name }, index) => ({ id: experimentAnchor(index), heading: name })),
    content: html`${parts}`,
  };
}

function experimentAnchor(index: number): string {
  return `experiment-${index + 1}`;
}

function longDate(date: string): string {
  return new Date(date).toLocaleDateString('en', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' });
}
