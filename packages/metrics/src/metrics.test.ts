import type { ExperimentConfig, Probe } from '@sharpness-lab/core';
import { createPlugin, smallProbe, testMetric } from '@sharpness-lab/core/testing';
import { describe, expect, test } from 'vitest';
import { accuracy, activeNeurons, gaussNewtonTrace, hessianTrace, loss, parameterNorm, pathNorm } from './index.ts';

for (const metric of [loss, accuracy, gaussNewtonTrace, parameterNorm, pathNorm, activeNeurons]) testMetric(metric);
testMetric(hessianTrace, [{}, { options: { samples: 10 } }]);

const split = (inputs: number[], targets: number[]) => ({
  size: targets.length,
  dimension: 1,
  inputs: Float32Array.from(inputs),
  targets: Float32Array.from(targets),
});

/** A probe on given outputs; what no test needs is absent. */
const probeOf = (parts: Partial<Probe>): Probe => ({
  ...smallProbe(),
  config: {} as ExperimentConfig,
  ...parts,
});

test('accuracy counts y f > 0, and f = 0 as an error', () => {
  const probe = probeOf({
    data: { train: split([0, 0, 0, 0], [1, -1, 1, -1]), test: split([0, 0], [1, 1]) },
    outputs: (which) => Float32Array.from(which === 'train' ? [0.5, -2, -1, 0] : [0, 3]),
  });
  expect(createPlugin(accuracy, {}).measure(probe)).toEqual({ 'train-accuracy': 0.5, 'test-accuracy': 0.5 });
});

test('parameter norms are taken over all parameters and over each layer', () => {
  const probe = probeOf({
    specs: {
      W1: { shape: [2, 1], layer: 1, fanIn: 1 },
      b1: { shape: [2], layer: 1, fanIn: 1 },
      W2: { shape: [1, 2], layer: 2, fanIn: 2 },
    },
    parameters: { W1: Float32Array.of(1, 2), b1: Float32Array.of(2, 4), W2: Float32Array.of(0, 12) },
  });
  expect(createPlugin(parameterNorm, {}).measure(probe)).toEqual({
    'parameter-norm': 13,
    'layer-1-norm': 5,
    'layer-2-norm': 12,
  });
});

test('path norm and active neurons follow their definitions', () => {
  const probe = probeOf({
    data: { train: split([0, 0, 0], [1, 1, 1]), test: split([], []) },
    model: {
      ...smallProbe().model,
      closedForms: {
        derivatives: () => expect.unreachable(),
        neuronNorms: () => ({ incoming: Float64Array.of(3, 0.5), outgoing: Float64Array.of(2, 4) }),
        preActivations: () => Float64Array.of(1, -1, 0, 2, 3, -5),
      },
    },
  });
  expect(createPlugin(pathNorm, {}).measure(probe)).toEqual({ 'path-norm': 8 });
  expect(createPlugin(activeNeurons, {}).measure(probe)).toEqual({
    'active-neurons': 1,
    'ever-active-neurons': 2,
    'one-hot-samples': 3,
  });
});

test('the path norm is left out for networks with more than one hidden layer', () => {
  const { specs, ...rest } = smallProbe();
  const third = { shape: [1, 1], layer: 3, fanIn: 1 };
  expect(createPlugin(pathNorm, {}).measure({ ...rest, specs })).toHaveProperty('path-norm');
  expect(createPlugin(pathNorm, {}).measure({ ...rest, specs: { ...specs, W3: third } })).toEqual({});
});

test('the Gauss-Newton trace weighs squared gradient norms by the second derivative of the loss, and ignores Laplacians', () => {
  const probe = probeOf({
    data: { train: split([0, 0], [1, 1]), test: split([], []) },
    loss: { value: () => 0, firstDerivative: () => 100, secondDerivative: (output) => output },
    derivatives: () => ({
      outputs: Float64Array.of(2, 3),
      squaredGradientNorms: Float64Array.of(5, 7),
      laplacians: Float64Array.of(1000, 1000),
    }),
  });
  expect(createPlugin(gaussNewtonTrace, {}).measure(probe)).toEqual({ 'gauss-newton-trace': 15.5 });
});

describe('hessian-trace', () => {
  /** Trace by second differences of the training loss, from outputs that the probe’s model computes itself. */
  const differences = (probe: Probe) => {
    const { train } = probe.data;
    const parameters = Object.fromEntries(
      Object.entries(probe.parameters).map(([name, values]) => [name, Float64Array.from(values)]),
    );
    const meanLoss = () => {
      const outputs = probe.model.closedForms?.derivatives(
        parameters as unknown as Probe['parameters'],
        train,
        train,
      ).outputs;
      return train.targets.reduce((sum, y, i) => sum + probe.loss.value(outputs?.[i] as number, y), 0) / train.size;
    };
    const center = meanLoss();
    let trace = 0;
    for (const values of Object.values(parameters)) {
      for (let k = 0; k < values.length; k++) {
        const value = values[k] as number;
        values[k] = value + 1e-4;
        const above = meanLoss();
        values[k] = value - 1e-4;
        const below = meanLoss();
        values[k] = value;
        trace += (above - 2 * center + below) / 1e-8;
      }
    }
    return trace;
  };

  test('is exact where the model has closed forms', () => {
    const probe = smallProbe('no-products');
    const { 'hessian-trace': trace } = createPlugin(hessianTrace, {}).measure(probe);
    expect(trace).toBeCloseTo(differences(smallProbe()), 4);
  });

  test('is an estimate with its standard error where it has none: within 4 of the exact trace', () => {
    const measured = createPlugin(hessianTrace, { samples: 400 }).measure(smallProbe('no-closed-forms'));
    const estimate = measured['hessian-trace'];
    if (typeof estimate !== 'object' || !('value' in estimate)) throw new Error('expected an estimate');
    const { value, standardError = Number.NaN, products } = estimate;
    expect(standardError).toBeGreaterThan(0);
    expect(Math.abs(value - differences(smallProbe()))).toBeLessThan(4 * standardError);
    expect(products).toBe(400);
  });

  test('is refused with the way out where neither is to be had', () => {
    expect(() => createPlugin(hessianTrace, {}).measure(smallProbe('bare'))).toThrow(
      'use engine wasm or tfjs, or leave this metric out',
    );
  });
});

test('the norms of the layers are those of the model, and are no part of overviews', () => {
  const { specs } = smallProbe();
  const declared = parameterNorm.quantities;
  if (typeof declared !== 'function') throw new Error('expected quantities that depend on the model');
  const third = { shape: [1, 1], layer: 12, fanIn: 1 };
  expect(declared({}, { specs: { ...specs, W3: third } }).map(({ title, overview }) => [title, overview])).toEqual([
    ['parameter norm ‖θ‖', undefined],
    ['norm of layer 1 ‖θ₁‖', false],
    ['norm of layer 2 ‖θ₂‖', false],
    ['norm of layer 12 ‖θ₁₂‖', false],
  ]);
});
