import type { PanelPictures, StudyPictures } from '@sharpness-lab/report';
import { rows } from '../table1/protocol.ts';
import type { Figure } from './figure.ts';
import { figures } from './figures.ts';
import { circleSamples, memorizingPicture } from './memorizing-picture.ts';

/** What the paper's figures plot over epochs, as far as a run has measured it. */
const METRICS = ['train-loss', 'test-loss', 'train-accuracy', 'test-accuracy', 'hessian-trace'];

/** What tells apart how networks generalize from how flat they are. */
const COMPARED = ['test-accuracy', 'hessian-trace'];

/**
 * What is drawn of a study of the paper: of a figure, of one of its panels, or of Table 1. Whole figures and the table
 * have their trainings beside each other too. Figure 3 is a drawing, without runs.
 *
 * @param study `fig1` ... `fig11`, a panel such as `fig4b`, or `table1`; undefined for other names
 */
export function picturesOf(study: string): StudyPictures | undefined {
  if (study === 'fig3') return { panels: [], circle: memorizingCircle() };
  if (study === 'table1') return { panels: [], comparison: tableComparison() };
  const figure = figures.find(({ name, panels }) => name === study || Object.hasOwn(panels, study));
  if (figure === undefined) return undefined;
  if (study !== figure.name) return { panels: panelsOf(figure).filter(({ name }) => name === study) };
  return { panels: panelsOf(figure), comparison: figureComparison(figure) };
}

function panelsOf({ panels }: Figure): PanelPictures[] {
  return Object.entries(panels).map(([name, { title, networksOf, metrics = [], pictures = [] }]) => ({
    name,
    title: `${label(name)}: ${title}`,
    experiment: networksOf ?? name,
    metrics: networksOf === undefined ? [...METRICS, ...metrics] : [],
    network: pictures,
  }));
}

function figureComparison({ name, panels }: Figure): NonNullable<StudyPictures['comparison']> {
  return {
    name: `${name}-comparison`,
    title: `${label(name)}: its panels beside each other`,
    metrics: COMPARED,
    labels: Object.fromEntries(Object.entries(panels).map(([panel, { title }]) => [panel, `${panel}: ${title}`])),
  };
}

function tableComparison(): NonNullable<StudyPictures['comparison']> {
  const titles: Readonly<Record<string, { readonly title: string }>> = Object.assign(
    {},
    ...figures.map(({ panels }) => panels),
  );
  const trained = rows.flatMap(({ figure, baseline }) => (baseline === undefined ? [figure] : [figure, baseline]));
  return {
    name: 'table1-comparison',
    title: 'Table 1: 1-SAM and weight decay by architecture',
    metrics: COMPARED,
    labels: Object.fromEntries(
      trained.map((panel) => [`table1-${panel}`, `${panel}: ${titles[panel]?.title ?? panel}`]),
    ),
  };
}

/** Eight samples, as many as can be told apart on the circle. */
function memorizingCircle(): NonNullable<StudyPictures['circle']> {
  return {
    name: 'fig3-circle',
    title: 'Figure 3: a memorizing solution on the unit circle',
    description:
      'Eight samples on the unit circle, and outside it the arc on which the neuron of each is active: every arc is ' +
      'over its own sample and over no other.',
    ...memorizingPicture(circleSamples(8, 0)),
  };
}

/** `fig4b` as the paper has it: Figure 4b. */
const label = (name: string) => name.replace('fig', 'Figure ');
