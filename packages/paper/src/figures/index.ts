import type { Study, StudySettings } from '../claims/index.ts';
import type { Figure } from './figure.ts';
import { figure1 } from './figure-1.ts';
import { figure2 } from './figure-2.ts';
import { figure3Study } from './figure-3.ts';
import { figure4 } from './figure-4.ts';
import { figure5 } from './figure-5.ts';
import { figure6 } from './figure-6.ts';
import { figure7 } from './figure-7.ts';
import { figure8 } from './figure-8.ts';
import { figure9 } from './figure-9.ts';
import { figure10 } from './figure-10.ts';
import { figure11 } from './figure-11.ts';
import { figureStudy } from './figure-study.ts';

export type { Arc } from './active-arc.ts';
export type { Figure } from './figure.ts';
export { circleSamples, type MemorizingPicture, memorizingPicture } from './memorizing-picture.ts';
export { columnNorms, type Neuron, neuronTable } from './neurons.ts';

/** The paper's figures about trainings, in its order. */
export const figures: readonly Figure[] = [
  figure1,
  figure2,
  figure4,
  figure5,
  figure6,
  figure7,
  figure8,
  figure9,
  figure10,
  figure11,
];

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
