import { didYouMean, LabError } from '@sharpness-lab/core';
import type { Study, StudySettings } from '@sharpness-lab/studies';
import { figureNames, figureStudies } from '../figures/index.ts';
import { table1Study } from '../table1/study.ts';
import { statements } from '../theory/index.ts';

/** Studies by what a user calls them: one, or several in one word. */
export type StudiesByName = Readonly<Record<string, (settings: StudySettings) => readonly Study[]>>;

/** What can be reproduced: Table 1, each figure, each panel of one, and all. */
export const reproductions: StudiesByName = {
  table1: (settings) => [table1Study(settings)],
  ...each(figureStudies),
  all: (settings) => [table1Study(settings), ...figureNames.flatMap((name) => figureStudies[name]?.(settings) ?? [])],
};

/** What can be verified: each statement of the theory, and all. */
export const verifications: StudiesByName = {
  ...each(statements),
  all: (settings) => Object.values(statements).map((statement) => statement(settings)),
};

/** @throws LabError of kind `config` for an unknown name */
export function findStudies(studies: StudiesByName, name: string, settings: StudySettings): readonly Study[] {
  if (Object.hasOwn(studies, name)) return studies[name]?.(settings) ?? [];
  const names = Object.keys(studies);
  const hint = didYouMean(name, names) || ` (known: ${names.join(', ')})`;
  throw new LabError('config', `unknown study "${name}"${hint}`);
}

function each(studies: Readonly<Record<string, (settings: StudySettings) => Study>>): StudiesByName {
  return Object.fromEntries(
    Object.entries(studies).map(([name, study]) => [name, (settings: StudySettings) => [study(settings)]]),
  );
}
