import { describe, expect, test } from 'vitest';
import { squaredGradientNorms, traceByDifferences } from './finite-differences.ts';
import { referenceLoss, smoothedLogistic, squaredError } from './reference-losses.ts';
import { pointsOf, referenceNetwork, simBnNetwork, simLnNetwork } from './reference-networks.ts';

const doubles = (...values: number[]) => Float64Array.from(values);
const samples = (inputs: number[][], targets: number[]) => ({
  size: inputs.length,
  dimension: (inputs[0] as number[]).length,
  inputs: Float32Array.from(inputs.flat()),
  targets: Float32Array.from(targets),
});
const network = (name: string, options = {}) => referenceNetwork({ name, options });

/** Neurons x1 + 2 x2 - 1 and -x1 + 1, with weights 3 and 5. */
const weights = { W1: doubles(1, 2, -1, 0), b1: doubles(-1, 1), W2: doubles(3, 5) };
const train = samples(
  [
    [2, 1],
    [-1, 2],
  ],
  [1, -1],
);
const points = pointsOf(train);

describe('networks by hand', () => {
  test('with and without bias', () => {
    expect(network('2-mlp-bias').outputs(weights, points, points)).toEqual([9, 16]);
    expect(network('2-mlp-no-bias').outputs({ W1: weights.W1, W2: weights.W2 }, points, points)).toEqual([12, 14]);
  });

  test('of depth 3', () => {
    const deep = { ...weights, W2: doubles(1, -1, -2, 3), W3: doubles(7, 2) };
    expect(network('mlp-bias').outputs(deep, points, points)).toEqual([21, 4]);
    expect(network('mlp-bias').kinkDistance(deep, points)).toBe(0);
  });

  test('with softplus', () => {
    const expected = 3 * Math.log(1 + Math.exp(3)) + 5 * Math.log(1 + Math.exp(-1));
    expect(network('2-mlp-softplus').outputs(weights, points, points)[0]).toBeCloseTo(expected, 12);
  });

  test('normalized by layer, down to epsilon', () => {
    expect(simLnNetwork(0.1).outputs(weights, points, points)).toEqual([3, 16 / Math.sqrt(8)]);
    expect(network('2-mlp-sim-ln', { epsilon: 6 }).outputs(weights, points, points)).toEqual([9 / 6, 16 / 6]);
    expect(simLnNetwork(2.5).kinkDistance(weights, points)).toBeCloseTo(Math.sqrt(8) - 2.5, 12);
  });

  test('normalized over the training set, where a silent neuron gives nothing', () => {
    const normalized = { ...weights, gamma: doubles(2, 1) };
    const [s1, s2] = [Math.sqrt((9 + 4) / 2), Math.sqrt(4 / 2)];
    const [first, second] = simBnNetwork.outputs(normalized, points, points);
    expect(first).toBeCloseTo((3 * 2 * 3) / s1, 12);
    expect(second).toBeCloseTo((3 * 2 * 2) / s1 + (5 * 2) / s2, 12);
    const silent = { ...normalized, b1: doubles(-1, -9) };
    expect(simBnNetwork.outputs(silent, points, points)[0]).toBeCloseTo((3 * 2 * 3) / s1, 12);
  });

  test('others are refused', () => {
    expect(() => network('transformer')).toThrow('expected an architecture of the paper, got "transformer"');
    expect(() => referenceLoss({ name: 'hinge', options: {} })).toThrow('expected a loss of the paper, got "hinge"');
  });
});

describe('differences', () => {
  // Neuron 1 is active on both samples, neuron 2 on the second: h = (3, 0) and (2, 2), ||x'||^2 = 6.
  const norms = [9 + 6 * 9, 8 + 6 * (9 + 25)];

  test('squared gradients', () => {
    const measured = squaredGradientNorms(network('2-mlp-bias'), weights, train);
    measured.forEach((value, i) => {
      expect(value).toBeCloseTo(norms[i] as number, 7);
    });
  });

  test('the trace under the squared error is the mean of twice those, at any residual', () => {
    const trace = traceByDifferences(network('2-mlp-bias'), weights, train, squaredError);
    expect(trace).toBeCloseTo((norms[0] as number) + (norms[1] as number), 4);
  });

  test('the trace of a bent output has a part that the residuals weigh', () => {
    const one = { W1: doubles(0.5), b1: doubles(0.2), W2: doubles(-1.5) };
    const single = samples([[1]], [2]);
    const a = 0.7;
    const sigma = 1 / (1 + Math.exp(-a));
    const f = -1.5 * Math.log(1 + Math.exp(a));
    const squares = (f / -1.5) ** 2 + 2 * (1.5 * sigma) ** 2;
    const laplacian = 2 * -1.5 * sigma * (1 - sigma);
    const trace = traceByDifferences(network('2-mlp-softplus'), one, single, squaredError);
    expect(trace).toBeCloseTo(2 * squares + 2 * (f - 2) * laplacian, 5);
  });

  test('weights are left as they were', () => {
    const before = structuredClone(weights);
    traceByDifferences(network('2-mlp-bias'), weights, train, smoothedLogistic(0.2));
    expect(weights).toEqual(before);
  });
});

test('the smoothed logistic loss weighs the given label with 1 - p', () => {
  expect(smoothedLogistic(0.2)(1.5, -1)).toBeCloseTo(
    0.8 * Math.log(1 + Math.exp(1.5)) + 0.2 * Math.log(1 + Math.exp(-1.5)),
    14,
  );
});
