import type { Outcome, StudyRecord } from '@sharpness-lab/paper/claims';
import type { RunGroup } from '../runs/run.ts';
import { claimAnchor } from './claim.ts';
import type { ReportContents } from './contents.ts';
import { verdictMark } from './elements.ts';
import { html, type Markup } from './html.ts';
import { ranges } from './numbers.ts';
import { statusOf } from './status.ts';

/** What readers should know before they trust the rest: all that did not come out as the paper says or as planned. */
export function findings({ studies, experiments }: ReportContents): Markup[] {
  return [
    ...studies.flatMap(({ record }) => record.outcomes.flatMap(openClaim)),
    ...studies.flatMap(({ record }) => turningVerdicts(record)),
    ...studies.flatMap(({ record }) => unfinishedRunsOf(record)),
    ...experiments.flatMap(({ groups }) => groups.flatMap(unfinishedRuns)),
  ];
}

function openClaim(outcome: Outcome): Markup[] {
  const { id, statement, verdict, reason } = outcome;
  if (verdict === 'holds') return [];
  return [html`${verdictMark(verdict)}: “${statement}” (<a href="#${claimAnchor(outcome)}">${id}</a>): ${reason}`];
}

/** A claim whose verdict depends on a choice that the paper leaves open. */
function turningVerdicts({ outcomes, variations }: StudyRecord): Markup[] {
  return variations.flatMap(({ title, outcomes: varied }) =>
    varied.flatMap((other) => {
      const outcome = outcomes.find(({ id }) => id === other.id);
      if (outcome === undefined || outcome.verdict === other.verdict) return [];
      return [
        html`With ${title}, <a href="#${claimAnchor(outcome)}">${outcome.id}</a> turns from ${verdictMark(outcome.verdict)} to ${verdictMark(other.verdict)}: ${other.reason}`,
      ];
    }),
  );
}

function unfinishedRunsOf({ name, runs }: StudyRecord): Markup[] {
  return runs
    .filter(({ status }) => status !== 'completed')
    .map((run) => html`${name}: the run ${run.name} of seed ${run.seed} ended as ${run.status}`);
}

function unfinishedRuns({ label, runs }: RunGroup): Markup[] {
  const statuses = [...new Set(runs.map(statusOf))].filter((status) => status !== 'completed');
  return statuses.map((status) => {
    const seeds = runs.filter((run) => statusOf(run) === status).map(({ config }) => config.seed);
    return html`${label}: ${status} with ${seeds.length === 1 ? 'seed' : 'seeds'} ${ranges(seeds)}`;
  });
}
