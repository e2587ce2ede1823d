import type { Study, StudySettings } from '../claims/index.ts';
import type { Figure } from './figure.ts';
import { figure1 } from './figure-1.ts';
import { figure4 } from './figure-4.ts';
import { figureStudy } from './figure-study.ts';

export type { Figure } from './figure.ts';

/** The paper's figures about trainings, in its order. */
export const figures: readonly Figure[] = [figure1, figure4];

/** Every figure and every panel of one, by name: `fig4` and `fig4b`. */
export const figureStudies: Readonly<Record<string, (settings: StudySettings) => Study>> = Object.fromEntries(
  figures.flatMap((figure) => [
    [figure.name, (settings: StudySettings) => figureStudy(figure, settings)],
    ...Object.keys(figure.panels).map((panel) => [
      panel,
      (settings: StudySettings) => figureStudy(figure, settings, panel),
    ]),
  ]),
);
