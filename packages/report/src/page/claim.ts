import { formatExpectation, formatMeasured, type Outcome, type StudyRecord } from '@sharpness-lab/paper/claims';
import { brief } from '../numbers.ts';
import { dataTable, facts, verdictMark } from './elements.ts';
import { html, type Markup } from './html.ts';
import { claimAnchor, scaleNotes } from './study-label.ts';

/** Everything about a claim of a study. */
export function claim(study: StudyRecord, outcome: Outcome): Markup {
  const { id, statement, statistic, expected, why, verdict, reason } = outcome;
  return html`<div class="claim" id="${claimAnchor(study, id)}">
<h5>${statement}</h5>
${facts({
  Verdict: html`${verdictMark(verdict)}, ${reason}`,
  Claim: html`<code>${id}</code>`,
  Statistic: statistic,
  Expected: html`${formatExpectation(expected)} <span class="muted">(${why})</span>`,
  Measured: measured(outcome),
  Values: values(outcome),
})}
</div>`;
}

/** An overview of the claims of studies with their verdicts. */
export function verdictTable(caption: string, studies: readonly StudyRecord[]): Markup {
  const noteOf = scaleNotes(studies);
  const table = dataTable(
    caption,
    [
      { heading: 'Claim' },
      { heading: 'Verdict' },
      { heading: 'What the paper says' },
      { heading: 'Statistic' },
      { heading: 'Expected' },
      { heading: 'Measured' },
    ],
    studies.flatMap((study) =>
      study.outcomes.map((outcome) => [
        html`<a href="#${claimAnchor(study, outcome.id)}">${outcome.id}${noteOf(study)}</a>`,
        verdictMark(outcome.verdict),
        outcome.statement,
        outcome.statistic,
        formatExpectation(outcome.expected),
        formatMeasured(outcome),
      ]),
    ),
  );
  return html`<div class="verdicts">${table}</div>`;
}

function measured(outcome: Outcome): string {
  const { interval, values } = outcome;
  if (interval !== undefined && interval.n > 1) {
    return `${formatMeasured(outcome)} (mean and its 95 % confidence interval over ${interval.n} seeds)`;
  }
  if (interval !== undefined) return `${formatMeasured(outcome)} (one seed)`;
  return values.length === 0 ? '' : `${formatMeasured(outcome)} (the nearest to failing of ${values.length})`;
}

function values({ values }: Outcome): Markup | undefined {
  if (values.length === 0) return undefined;
  return html`<ul class="values">${values.map(
    ({ label, value }) => html`<li><span class="muted">${label}:</span> ${brief(value)}</li>`,
  )}</ul>`;
}
