import { type ExperimentInput, LabError } from '@sharpness-lab/core';
import type { Scale } from '@sharpness-lab/studies';
import { figures } from './figures/figures.ts';

const trainings = new Map(
  figures.flatMap(({ panels }) =>
    Object.entries(panels).flatMap(([panel, { training }]) =>
      training === undefined ? [] : [[panel, training] as const],
    ),
  ),
);

/**
 * The paper's experiments by panel, at the paper's settings.
 *
 * Source: Wen, Li, Ma, "Sharpness Minimization Algorithms Do Not Only Minimize Sharpness To Achieve Better
 * Generalization", 2023, arXiv:2307.11007, table 2.
 */
export const presets: Readonly<Record<string, ExperimentInput>> = Object.fromEntries(
  Array.from(trainings, ([panel, { experiment }]) => [panel, experiment]),
);

/**
 * A panel's experiment at the paper's epochs or at fewer.
 *
 * @throws LabError of kind `config` for a name without a preset
 */
export function presetAt(panel: string, scale: Scale): ExperimentInput {
  const training = trainings.get(panel);
  if (training === undefined) {
    throw new LabError('config', `figure "${panel}" has no preset; the presets are ${Object.keys(presets).join(', ')}`);
  }
  const { experiment, quickEpochs } = training;
  if (scale === 'paper') return experiment;
  const phases = experiment.phases.map((phase, k) => ({ ...phase, epochs: quickEpochs[k] ?? phase.epochs }));
  return { ...experiment, phases };
}
