import type { ExperimentInput } from '@sharpness-lab/core';
import type { Variation } from '@sharpness-lab/studies';

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
