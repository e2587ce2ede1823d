import type { Measured, MetricValues } from '../../contracts/measurement.ts';
import type { Quantity } from '../../contracts/quantity.ts';

// What version 0.1.0 wrote, whose files name no format.

const STANDARD_ERROR = '-standard-error';

/** Values among which the standard error of an estimate stands under its name with a suffix. */
export function measuredOfFormat0(entries: MetricValues): Measured<never> {
  const values: Record<string, number> = {};
  const uncertainty: Record<string, { standardError: number }> = {};
  for (const [name, value] of Object.entries(entries)) {
    const estimate = name.slice(0, -STANDARD_ERROR.length);
    if (name.endsWith(STANDARD_ERROR) && Object.hasOwn(entries, estimate))
      uncertainty[estimate] = { standardError: value };
    else values[name] = value;
  }
  return { values, ...(Object.keys(uncertainty).length === 0 ? {} : { uncertainty }) };
}

const loss = { axis: 'loss L', scale: 'log', better: 'lower' } as const;
const accuracy = { axis: 'accuracy', scale: 'linear', better: 'higher', range: { min: 0, max: 1 } } as const;
const trace = { curve: 'training', scale: 'log' } as const;
const bound = { scale: 'log', overview: false } as const;
const norm = { scale: 'linear', range: { min: 0 } } as const;
const count = { scale: 'linear', range: { min: 0 }, overview: false } as const;

/** The quantities of the metrics that came with version 0.1.0, for networks of up to nine layers. */
export const quantitiesOfFormat0: readonly Quantity[] = [
  { name: 'train-loss', title: 'training loss L', curve: 'training', ...loss },
  { name: 'test-loss', title: 'test loss', curve: 'test', ...loss },
  { name: 'train-accuracy', title: 'training accuracy', curve: 'training', ...accuracy },
  { name: 'test-accuracy', title: 'test accuracy', curve: 'test', ...accuracy },
  { name: 'hessian-trace', title: 'Hessian trace Tr H', ...trace },
  { name: 'gauss-newton-trace', title: 'Gauss-Newton trace Tr G', overview: false, ...trace },
  {
    name: 'sharpness-bound',
    title: 'lower bound of Tr H at interpolation',
    lowerBoundOf: ['hessian-trace', 'gauss-newton-trace'],
    boundFor: { where: 'at minima', having: 'sharpness-ratio' },
    ...bound,
  },
  { name: 'sharpness-ratio', title: 'Tr H / lower bound', ...bound },
  { name: 'parameter-norm', title: 'parameter norm ‖θ‖', ...norm },
  ...[...'₁₂₃₄₅₆₇₈₉'].map((subscript, index) => ({
    name: `layer-${index + 1}-norm`,
    title: `norm of layer ${index + 1} ‖θ${subscript}‖`,
    overview: false,
    ...norm,
  })),
  { name: 'path-norm', title: 'path norm', overview: false, ...norm },
  { name: 'active-neurons', title: 'active neurons per sample', ...count },
  { name: 'ever-active-neurons', title: 'neurons active on any sample', ...count },
  { name: 'one-hot-samples', title: 'samples with one active neuron', ...count },
];
