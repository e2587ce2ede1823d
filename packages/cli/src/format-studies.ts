import { formatOutcomes, type StudyRecord } from '@sharpness-lab/paper/claims';
import { formatSensitivity } from '@sharpness-lab/paper/sensitivity';

/** The tables and verdicts of studies, the verdicts that depend on a choice, and the number of claims that hold. */
export function formatStudies(studies: readonly StudyRecord[]): string {
  const blocks = studies.map(({ name, title, outcomes, tables }) =>
    [`${name}: ${title}\n`, ...tables, formatOutcomes(outcomes)].join('\n'),
  );
  const verdicts = studies.flatMap(({ outcomes }) => outcomes.map(({ verdict }) => verdict));
  const count = (verdict: string) => verdicts.filter((each) => each === verdict).length;
  const sensitivity = studies.flatMap(({ name, outcomes, variations }) => {
    if (variations.length === 0) return [];
    const rows = variations.map(({ title, outcomes }) => ({ variation: title, outcomes }));
    return [`${name}: what the paper leaves open\n`, formatSensitivity(outcomes, rows)];
  });
  return [
    ...blocks,
    ...sensitivity,
    `${verdicts.length} claims: ${count('holds')} hold, ${count('fails')} fail, ${count('undecided')} undecided\n`,
  ].join('\n');
}
