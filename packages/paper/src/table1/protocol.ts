import type { ExperimentInput } from '@sharpness-lab/core';
import type { Scale, StudySettings } from '@sharpness-lab/studies';
import { presets } from '../presets.ts';

/** A row of the paper's Table 1. */
export interface Row {
  readonly architecture: string;
  /** The same, short. */
  readonly short: string;
  readonly model: string;
  /** The paper's answers: do all flattest minimizers generalize, and does 1-SAM? */
  readonly paper: { readonly flattest: 'yes' | 'no'; readonly oneSam: 'yes' | 'no' };
  /** The theorem behind the first answer. */
  readonly theorem: string;
  /** The figure whose 1-SAM setting is trained, up to its first change of rho. By then it has fitted the data. */
  readonly figure: string;
  /** The figure of the weight-decay baseline on the same architecture, if the paper has one. */
  readonly baseline?: string;
  /** The constructed net that decides the first answer. */
  readonly construction: 'memorizing' | 'generalizing';
  /** Epochs at quick scale. */
  readonly quickEpochs: number;
  /** Seeds, unless the user chooses another number. */
  readonly seeds: number;
}

/** Epochs, each one step, of the weight-decay baseline at quick scale: five times 1 / (learning rate x weight decay). */
const QUICK_BASELINE_EPOCHS = 10_000;

/**
 * The protocol. Its epochs were chosen in pilot runs of up to six seeds, before the first run of the whole table. The
 * thresholds of the judgement were chosen before the pilot runs. There are ten seeds where a run takes seconds. There
 * are three for Sim-BN: its step uses the whole training set and costs a hundred times as much. The epochs at quick
 * scale are enough to interpolate with a trace near its final value, and all rows together take minutes.
 */
export const rows: readonly Row[] = [
  {
    architecture: '2-layer, no bias',
    short: 'no bias',
    model: '2-mlp-no-bias',
    paper: { flattest: 'yes', oneSam: 'yes' },
    theorem: 'Theorem 3.1',
    figure: 'fig1b',
    construction: 'generalizing',
    baseline: 'fig1a',
    quickEpochs: 10_000,
    seeds: 10,
  },
  {
    architecture: '2-layer, bias',
    short: 'bias',
    model: '2-mlp-bias',
    paper: { flattest: 'no', oneSam: 'no' },
    theorem: 'Theorem 4.1',
    figure: 'fig4b',
    construction: 'memorizing',
    baseline: 'fig4a',
    quickEpochs: 20_000,
    seeds: 10,
  },
  {
    architecture: '2-layer, simplified BatchNorm',
    short: 'Sim-BN',
    model: '2-mlp-sim-bn',
    paper: { flattest: 'yes', oneSam: 'yes' },
    theorem: 'Theorem 3.2 (on complete training sets)',
    figure: 'fig2a',
    construction: 'generalizing',
    quickEpochs: 2_000,
    seeds: 3,
  },
  {
    architecture: '2-layer, simplified LayerNorm',
    short: 'Sim-LN',
    model: '2-mlp-sim-ln',
    paper: { flattest: 'no', oneSam: 'yes' },
    theorem: 'Theorem 5.1',
    figure: 'fig6a',
    construction: 'memorizing',
    quickEpochs: 10_000,
    seeds: 10,
  },
];

/** The role of a run in the table. */
export type Role =
  /** 1-SAM, the algorithm in question. */
  | 'oneSam'
  /** Gradient descent with weight decay on the same data. */
  | 'baseline'
  /** A memorizing flattest net, not trained: shows that not all flattest minimizers generalize. */
  | 'memorizing'
  /** A generalizing net, not trained, that a flattest net which does not generalize would have to undercut. */
  | 'generalizing';

/** One run of the table. */
export interface Table1Run {
  readonly model: string;
  readonly role: Role;
  readonly seed: number;
  readonly experiment: ExperimentInput;
}

/** All runs of the table. */
export function table1Runs({ scale, seeds }: StudySettings): Table1Run[] {
  return rows.flatMap((row) =>
    Array.from({ length: seeds ?? row.seeds }, (_, seed) => runsOf(row, seed, scale)).flat(),
  );
}

function runsOf({ model, figure, baseline, construction, quickEpochs }: Row, seed: number, scale: Scale): Table1Run[] {
  const epochs = (quick: number) => (scale === 'quick' ? quick : undefined);
  return [
    { model, seed, role: 'oneSam', experiment: firstPhase(figure, seed, epochs(quickEpochs)) },
    ...(baseline === undefined
      ? []
      : [
          {
            model,
            seed,
            role: 'baseline',
            experiment: firstPhase(baseline, seed, epochs(QUICK_BASELINE_EPOCHS)),
          } as const,
        ]),
    { model, seed, role: construction, experiment: constructed(figure, construction, seed) },
  ];
}

/** The setting of a figure up to its first change of rho. */
function firstPhase(figure: string, seed: number, epochs: number | undefined): ExperimentInput {
  const preset = presets[figure] as ExperimentInput;
  const [phase] = preset.phases as [ExperimentInput['phases'][number]];
  return {
    ...preset,
    name: `table1-${figure}`,
    seed,
    phases: [{ ...phase, epochs: epochs ?? phase.epochs }],
    measure: { logSpaced: 20 },
  };
}

/** A constructed net on the data of a figure, measured and not trained. */
function constructed(figure: string, construction: Role, seed: number): ExperimentInput {
  const preset = presets[figure] as ExperimentInput;
  const model = (preset.model as { readonly name: string }).name;
  return { ...preset, name: `table1-${construction}-${model}`, init: construction, seed, phases: [] };
}
