import type { Study, StudySettings } from '@sharpness-lab/studies';
import type { Figure } from './figure.ts';
import { figure3Study } from './figure-3.ts';
import { figureStudy } from './figure-study.ts';
import { figures } from './figures.ts';

/** A whole figure and each of its panels, by name: `fig4`, `fig4a`, `fig4b`. */
const studiesOf = (figure: Figure) => [
  [figure.name, (settings: StudySettings) => figureStudy(figure, settings)] as const,
  ...Object.keys(figure.panels).map(
    (panel) => [panel, (settings: StudySettings) => figureStudy(figure, settings, panel)] as const,
  ),
];

/** Every figure and every panel of one, by name. Figure 3 is a drawing, without panels. */
export const figureStudies: Readonly<Record<string, (settings: StudySettings) => Study>> = {
  ...Object.fromEntries(figures.flatMap(studiesOf)),
  fig3: figure3Study,
};

/** The paper's figures in its order. */
export const figureNames: readonly string[] = [...figures.map(({ name }) => name), 'fig3'].sort(
  (a, b) => Number(a.slice(3)) - Number(b.slice(3)),
);
