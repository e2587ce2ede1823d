import { formatExpectation, type JudgedClaim, type StudyRecord } from '@sharpness-lab/studies';
import type { RunGroup } from '../runs/run.ts';
import { measured } from './claim.ts';
import type { ReportContents } from './contents.ts';
import { verdictMark } from './elements.ts';
import { html, type Markup } from './html.ts';
import { ranges } from './numbers.ts';
import { statusOf } from './status.ts';
import { claimAnchor, scaleNotes } from './study-label.ts';

/**
 * Results that readers should know first: claims that fail, are undecided or depend on a choice that the paper leaves
 * open, and runs that did not end as planned.
 */
export function findings({ studies, experiments }: ReportContents): Markup[] {
  const records = studies.map(({ record }) => record);
  const noteOf = scaleNotes(records);
  return [
    ...records.flatMap((record) => openClaims(record, noteOf(record))),
    ...records.flatMap((record) => turningVerdicts(record, noteOf(record))),
    ...records.flatMap((record) => unfinishedRunsOf(record, noteOf(record))),
    ...experiments.flatMap(({ groups }) => groups.flatMap(unfinishedRuns)),
  ];
}

/** Claims that do not hold: those with numbers one by one, and together those without any for the same reason. */
function openClaims(record: StudyRecord, note: string): Markup[] {
  const open = record.claims.filter(({ verdict }) => verdict !== 'holds');
  const without = new Map<string, JudgedClaim[]>();
  for (const judged of open.filter(({ values }) => values.length === 0)) {
    const key = `${judged.verdict}: ${judged.reason}`;
    without.set(key, [...(without.get(key) ?? []), judged]);
  }
  return [
    ...open.filter(({ values }) => values.length > 0).map((judged) => measuredClaim(record, judged, note)),
    ...[...without.values()].map((alike) => unmeasuredClaims(record, alike, note)),
  ];
}

function measuredClaim(record: StudyRecord, judged: JudgedClaim, note: string): Markup {
  const { id, statement, statistic, expected, verdict, reason } = judged;
  return html`${verdictMark(verdict)}: “${statement}” (${claimLink(record, id, note)}): ${[statistic, measured(judged)].join(' ').trim()}; expected ${formatExpectation(expected)}. <span class="muted">Why: ${reason}.</span>`;
}

function unmeasuredClaims(record: StudyRecord, claims: readonly JudgedClaim[], note: string): Markup {
  const [first] = claims as readonly [JudgedClaim, ...JudgedClaim[]];
  const links = claims.map(({ id }, k) => html`${k > 0 ? ', ' : ''}${claimLink(record, id, note)}`);
  return html`${verdictMark(first.verdict)}, without a measurement: ${links}: ${first.reason}`;
}

function claimLink(record: StudyRecord, id: string, note: string): Markup {
  return html`<a href="#${claimAnchor(record, id)}">${id}${note}</a>`;
}

/** A claim whose verdict depends on a choice that the paper leaves open. */
function turningVerdicts(record: StudyRecord, note: string): Markup[] {
  const { claims, variations } = record;
  return variations.flatMap(({ title, claims: varied }) =>
    varied.flatMap((other) => {
      const judged = claims.find(({ id }) => id === other.id);
      if (judged === undefined || judged.verdict === other.verdict) return [];
      return [
        html`With ${title}, ${claimLink(record, judged.id, note)} turns from ${verdictMark(judged.verdict)} to ${verdictMark(other.verdict)}: ${other.reason}`,
      ];
    }),
  );
}

function unfinishedRunsOf({ name, runs }: StudyRecord, note: string): Markup[] {
  return runs
    .filter(({ status }) => status !== 'completed')
    .map((run) => html`${name}${note}: the run ${run.name} of seed ${run.seed} ended as ${run.status}`);
}

function unfinishedRuns({ label, runs }: RunGroup): Markup[] {
  const statuses = [...new Set(runs.map(statusOf))].filter((status) => status !== 'completed');
  return statuses.map((status) => {
    const seeds = runs.filter((run) => statusOf(run) === status).map(({ config }) => config.seed);
    return html`${label}: ${status} with ${seeds.length === 1 ? 'seed' : 'seeds'} ${ranges(seeds)}`;
  });
}
