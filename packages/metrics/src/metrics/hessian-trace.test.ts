import type { Estimate, Measurement, Probe } from '@sharpness-lab/core';
import { createPlugin, smallProbe } from '@sharpness-lab/core/testing';
import { expect, test } from 'vitest';
import { measuredByHand, probeOf, samplesOf } from '../fixtures/by-hand.ts';
import hessianTrace from './hessian-trace.ts';

test('is the Gauss-Newton trace where the Laplacian of the output is 0, as of plain ReLU networks', async () => {
  expect(await measuredByHand(hessianTrace)).toEqual({ 'hessian-trace': 37.25 });
});

test('weighs the Laplacians of the outputs by the first derivative of the loss', () => {
  const probe = probeOf({
    data: { train: samplesOf([0, 0], [1, 1]), test: samplesOf([], []) },
    loss: { value: () => 0, firstDerivative: (output) => output / 2, secondDerivative: (output) => output },
    derivatives: () => ({
      outputs: Float64Array.of(2, 3),
      squaredGradientNorms: Float64Array.of(5, 7),
      laplacians: Float64Array.of(4, -2),
    }),
  });
  // (2 * 5 + 1 * 4 + 3 * 7 - 1.5 * 2) / 2
  expect(createPlugin(hessianTrace, {}).measure(probe)).toEqual({ 'hessian-trace': 16 });
});

function estimateIn({ 'hessian-trace': measured }: Measurement): Estimate & { readonly standardError: number } {
  if (typeof measured !== 'object' || !('value' in measured)) throw new Error('expected an estimate');
  return { standardError: Number.NaN, ...measured };
}

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
  const { value, standardError, products } = estimateIn(measured);
  expect(standardError).toBeGreaterThan(0);
  expect(Math.abs(value - differences(smallProbe()))).toBeLessThan(4 * standardError);
  expect(products).toBe(400);
});

/** A network of two parameters without closed forms, of the Hessian [[a, c], [c, b]]. */
const quadratic = (a: number, b: number, c: number) =>
  probeOf({
    specs: { w: { shape: [2], layer: 1, fanIn: 1 } },
    parameters: { w: Float32Array.of(0, 0) },
    derivatives: () => undefined,
    hessianVectorProduct: ({ w: [x = 0, y = 0] = [] }) => ({ w: Float32Array.of(a * x + c * y, c * x + b * y) }),
  });

test('the estimate is the trace itself where the Hessian is diagonal', () => {
  expect(createPlugin(hessianTrace, { samples: 10 }).measure(quadratic(3, -1, 0))).toEqual({
    'hessian-trace': { value: 2, standardError: 0, products: 10 },
  });
});

test('the standard error is that of the mean over the vectors', () => {
  const samples = 50;
  const estimate = estimateIn(createPlugin(hessianTrace, { samples }).measure(quadratic(3, -1, 4)));
  // Each v' H v is a + b + 2 c or a + b - 2 c, so that their mean tells how many are which, and with it their variance.
  const mean = (estimate.value - 2) / 8;
  expect((samples * (mean + 1)) / 2).toBeCloseTo(Math.round((samples * (mean + 1)) / 2), 9);
  expect(Math.abs(mean)).toBeLessThan(4 / Math.sqrt(samples));
  expect(estimate.standardError).toBeCloseTo(8 * Math.sqrt((1 - mean ** 2) / (samples - 1)), 9);
});

test('is refused with the way out where neither is to be had', () => {
  expect(() => createPlugin(hessianTrace, {}).measure(smallProbe('bare'))).toThrow(
    'use engine wasm or tfjs, or leave this metric out',
  );
});
