import type { Axis } from './chart.ts';

/** Losses and traces fall over orders of magnitude; everything else is read on a linear axis. */
const log = (title: string): Axis => ({ title, scale: 'log' });
const linear = (title: string): Axis => ({ title, scale: 'linear' });

const known: Readonly<Record<string, Axis>> = {
  epoch: linear('epoch'),
  step: linear('step'),
  time: linear('time (s)'),
  loss: log('loss L'),
  'train-loss': log('training loss L'),
  'test-loss': log('test loss'),
  accuracy: linear('accuracy'),
  'train-accuracy': linear('training accuracy'),
  'test-accuracy': linear('test accuracy'),
  'hessian-trace': log('Hessian trace Tr H'),
  'gauss-newton-trace': log('Gauss-Newton trace Tr G'),
  'sharpness-bound': log('lower bound of Tr H'),
  'sharpness-ratio': log('Tr H / lower bound'),
  'parameter-norm': linear('parameter norm ‖θ‖'),
  'path-norm': linear('path norm'),
  'active-neurons': linear('active neurons per sample'),
  'ever-active-neurons': linear('neurons active on any sample'),
  'one-hot-samples': linear('samples with one active neuron'),
};

const standardError = '-standard-error';

/**
 * The title and the scale of an axis for a metric, or for `epoch`, `step` or `time`. An axis for both sets of samples
 * has the names `loss` and `accuracy`. An unknown metric has its name in words, on a linear axis.
 */
export function quantity(metric: string): Axis {
  if (Object.hasOwn(known, metric)) return known[metric] as Axis;
  const layer = /^layer-(\d+)-norm$/.exec(metric);
  if (layer !== null) return linear(`norm of layer ${layer[1]} ‖θ${subscript(layer[1] as string)}‖`);
  if (metric.endsWith(standardError)) {
    return linear(`standard error of ${quantity(metric.slice(0, -standardError.length)).title}`);
  }
  return linear(metric.replaceAll('-', ' '));
}

function subscript(digits: string): string {
  return digits.replace(/\d/g, (digit) => String.fromCodePoint(0x2080 + Number(digit)));
}
