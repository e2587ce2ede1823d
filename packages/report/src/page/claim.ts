import { formatExpectation, formatMeasured, type JudgedClaim, type StudyRecord } from '@sharpness-lab/studies';
import { brief } from '../numbers.ts';
import { facts, stackedTable, verdictMark } from './elements.ts';
import { html, type Markup } from './html.ts';
import { claimAnchor, scaleNotes } from './study-label.ts';

/** All that is known of a claim of a study. */
export function claim(study: StudyRecord, judged: JudgedClaim): Markup {
  const { id, statement, statistic, expected, why, verdict, reason } = judged;
  return html`<div class="claim" id="${claimAnchor(study, id)}">
<h5>${statement}</h5>
${facts({
  Verdict: html`${verdictMark(verdict)}, ${reason}`,
  Claim: html`<code>${id}</code>`,
  Statistic: statistic,
  Expected: html`${formatExpectation(expected)} <span class="muted">(${why})</span>`,
  Measured: measured(judged),
  Values: values(judged),
})}
</div>`;
}

/** An overview of the claims of studies with their verdicts. */
export function verdictTable(caption: string, studies: readonly StudyRecord[]): Markup {
  const noteOf = scaleNotes(studies);
  const table = stackedTable(
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
      study.claims.map((judged) => [
        html`<a href="#${claimAnchor(study, judged.id)}">${judged.id}${noteOf(study)}</a>`,
        verdictMark(judged.verdict),
        judged.statement,
        judged.statistic,
        formatExpectation(judged.expected),
        formatMeasured(judged),
      ]),
    ),
  );
  return html`<div class="verdicts">${table}</div>`;
}

/** What was measured, and over what: a mean with its interval, or the value that is the nearest to failing. */
export function measured(judged: JudgedClaim): string {
  const { expected, interval, values } = judged;
  if (interval !== undefined && interval.n > 1) {
    return `${formatMeasured(judged)} (mean and its 95 % confidence interval over ${interval.n} seeds)`;
  }
  if (interval !== undefined) return `${formatMeasured(judged)} (one seed)`;
  // An expected answer is no number, so that no value is the nearest to failing.
  if (values.length === 0 || typeof expected === 'string') return '';
  return `${formatMeasured(judged)} (the nearest to failing of ${values.length})`;
}

function values({ values }: JudgedClaim): Markup | undefined {
  if (values.length === 0) return undefined;
  return html`<ul class="values">${values.map(
    ({ label, value }) => html`<li><span class="muted">${label}:</span> ${brief(value)}</li>`,
  )}</ul>`;
}
