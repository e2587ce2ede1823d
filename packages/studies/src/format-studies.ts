import { formatClaims } from './claims/format-claims.ts';
import { formatSensitivity } from './claims/sensitivity.ts';
import type { StudyRecord } from './records/study-record.ts';

/** The tables and verdicts of studies, which of them depend on a choice, and how many claims hold. */
export function formatStudies(studies: readonly StudyRecord[]): string {
  const blocks = studies.map(({ name, title, claims, tables }) =>
    [`${name}: ${title}\n`, ...tables, formatClaims(claims)].join('\n'),
  );
  const verdicts = studies.flatMap(({ claims }) => claims.map(({ verdict }) => verdict));
  const count = (verdict: string) => verdicts.filter((each) => each === verdict).length;
  const sensitivity = studies.flatMap(({ name, claims, variations }) => {
    if (variations.length === 0) return [];
    const rows = variations.map(({ title, claims }) => ({ variation: title, claims }));
    return [`${name}: what the paper leaves open\n`, formatSensitivity(claims, rows)];
  });
  return [
    ...blocks,
    ...sensitivity,
    `${verdicts.length} claims: ${count('holds')} hold, ${count('fails')} fail, ${count('undecided')} undecided\n`,
  ].join('\n');
}
