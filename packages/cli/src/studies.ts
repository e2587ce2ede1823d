import { didYouMean, LabError } from '@sharpness-lab/core';
import type { Study, StudySettings } from '@sharpness-lab/paper/claims';
import { figureNames, figureStudies } from '@sharpness-lab/paper/figures';
import { table1Study } from '@sharpness-lab/paper/table1';
import { statements } from '@sharpness-lab/paper/theory';

type Studies = Readonly<Record<string, (settings: StudySettings) => readonly Study[]>>;

/** The studies of `reproduce` by name: Table 1, each figure, each panel, and all. */
export const reproductions: Studies = {
  table1: (settings) => [table1Study(settings)],
  ...each(figureStudies),
  all: (settings) => [table1Study(settings), ...figureNames.flatMap((name) => figureStudies[name]?.(settings) ?? [])],
};

/** The studies of `verify` by name: each statement of the theory, and all. */
export const verifications: Studies = {
  ...each(statements),
  all: (settings) => Object.values(statements).map((statement) => statement(settings)),
};

/** @throws LabError of kind `config` for an unknown name */
export function findStudies(studies: Studies, name: string, settings: StudySettings): readonly Study[] {
  if (Object.hasOwn(studies, name)) return studies[name]?.(settings) ?? [];
  const names = Object.keys(studies);
  const hint = didYouMean(name, names) || ` (known: ${names.join(', ')})`;
  throw new LabError('config', `unknown result "${name}"${hint}`);
}

function each(studies: Readonly<Record<string, (settings: StudySettings) => Study>>): Studies {
  return Object.fromEntries(
    Object.entries(studies).map(([name, study]) => [name, (settings: StudySettings) => [study(settings)]]),
  );
}
