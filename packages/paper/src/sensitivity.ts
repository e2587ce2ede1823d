import { applyOverrides, type ExperimentInput, formatTable } from '@sharpness-lab/core';
import type { Outcome, Study } from './claims/index.ts';

/** Another way to settle something that the paper leaves open. */
export interface Variation {
  readonly name: string;
  /** What it changes in an experiment, as `[path, value]` pairs; nothing where it does not apply. */
  overrides(experiment: ExperimentInput): readonly (readonly [path: string, value: unknown])[];
}

/** Every choice that the paper leaves open and that may change a number, one at a time. */
export const variations: readonly Variation[] = [
  { name: 'initial weights x 0.5', overrides: (experiment) => [['init', scaledInit(experiment, 0.5)]] },
  { name: 'initial weights x 2', overrides: (experiment) => [['init', scaledInit(experiment, 2)]] },
  {
    name: 'normal initial weights, no biases',
    overrides: (experiment) => [['init', { name: 'he-normal', scales: scalesOf(experiment) }]],
  },
  { name: 'samples drawn with replacement', overrides: (experiment) => drawnWithReplacement(experiment) },
  { name: 'gamma starts at 0.05', overrides: forModel('2-mlp-sim-bn', 'initialGamma', 0.05) },
  { name: 'gamma starts at 0.2', overrides: forModel('2-mlp-sim-bn', 'initialGamma', 0.2) },
  { name: 'epsilon 1e-3', overrides: forModel('2-mlp-sim-ln', 'epsilon', 1e-3) },
  { name: 'epsilon 1e-7', overrides: forModel('2-mlp-sim-ln', 'epsilon', 1e-7) },
  { name: '2,000 test samples', overrides: () => [['dataset.testSize', 2_000]] },
  { name: '50,000 test samples', overrides: () => [['dataset.testSize', 50_000]] },
];

/** The same study with a choice made otherwise in all its runs; undefined where that changes none of them. */
export function vary(study: Study, { name, overrides }: Variation): Study | undefined {
  const changes = study.runs.map(overrides);
  if (changes.every((change) => change.length === 0)) return undefined;
  return {
    name: study.name,
    title: name,
    // What overrides change is checked when the experiment is resolved.
    runs: study.runs.map((run, index) => applyOverrides(run, changes[index] ?? []) as ExperimentInput),
    conclude: study.conclude,
  };
}

/** Claims and what becomes of their verdicts when a choice is made otherwise. */
export function formatSensitivity(
  base: readonly Outcome[],
  varied: readonly { readonly variation: string; readonly outcomes: readonly Outcome[] }[],
): string {
  const rows = base.flatMap((outcome) =>
    varied.flatMap(({ variation, outcomes }) => {
      const other = outcomes.find(({ id }) => id === outcome.id);
      return other === undefined
        ? []
        : [[outcome.id, outcome.verdict, variation, mean(outcome), mean(other), other.verdict, change(outcome, other)]];
    }),
  );
  const depending = new Set(rows.filter((row) => row.at(-1) === 'changes').map(([id]) => id));
  return [
    formatTable([['CLAIM', 'VERDICT', 'VARIATION', 'MEAN', 'THEN', 'VERDICT THEN', ''], ...rows]),
    depending.size === 0
      ? 'No verdict turns into its opposite.\n'
      : `Verdicts that turn into their opposite: ${[...depending].join(', ')}\n`,
  ].join('\n');
}

/** Fewer seeds or a wider spread leave a claim undecided; only the opposite verdict contradicts. */
function change({ verdict }: Outcome, other: Outcome): string {
  if (verdict === other.verdict) return '';
  return verdict === 'undecided' || other.verdict === 'undecided' ? 'weakens or settles' : 'changes';
}

function mean({ interval }: Outcome): string {
  return interval === undefined ? '-' : String(Number(interval.mean.toPrecision(3)));
}

function forModel(model: string, option: string, value: number): Variation['overrides'] {
  return (experiment) => (modelOf(experiment).name === model ? [[`model.${option}`, value]] : []);
}

function drawnWithReplacement({ phases, dataset }: ExperimentInput): ReturnType<Variation['overrides']> {
  const { trainSize } = dataset as { readonly trainSize?: unknown };
  return phases.flatMap(({ batchSize }, phase) =>
    batchSize === trainSize ? [] : [[`phases.${phase}.order`, 'with-replacement'] as const],
  );
}

/** The same uniform initialisation with every layer's scale multiplied. */
function scaledInit(experiment: ExperimentInput, factor: number): unknown {
  return { name: 'uniform-fan-in', scales: scalesOf(experiment).map((scale) => factor * scale) };
}

/** The scale of each layer's initial weights. */
function scalesOf(experiment: ExperimentInput): number[] {
  const { scales = [] } = experiment.init as { readonly scales?: readonly number[] };
  const { widths = [0] } = modelOf(experiment);
  return Array.from({ length: widths.length + 1 }, (_, layer) => scales[layer] ?? 1);
}

function modelOf({ model }: ExperimentInput): { readonly name: string; readonly widths?: readonly number[] } {
  return typeof model === 'string' ? { name: model } : (model as { readonly name: string });
}
