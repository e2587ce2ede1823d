import {
  createLab,
  drawData,
  type ExperimentInput,
  type ParameterValues,
  rootStream,
  type Samples,
  type VectorValues,
} from '@sharpness-lab/core';
import datasets from '@sharpness-lab/datasets';
import tfjsEngine from '@sharpness-lab/engine-tfjs';
import wasmEngine from '@sharpness-lab/engine-wasm';
import models from '@sharpness-lab/models';
import optimizers from '@sharpness-lab/optimizers';
import { describe, expect, test } from 'vitest';
import * as deep from '../packages/engine-wasm/src/fixtures/deep-reference.ts';
import * as twoLayer from '../packages/engine-wasm/src/fixtures/reference.ts';

// Products H v and G v of both engines beside differences of gradients in double precision, at the paper's size.

const DIMENSION = 30;
const WIDTH = 500;
const WIDTHS = [100, 50];

/** The step of the central differences, whose relative error is about 1e-9. */
const STEP = 1e-7;

/** What the documentation says: the relative error of a product in single precision, in most cases and in all. */
const TYPICAL_ERROR = 3e-7;
const LARGEST_ERROR = 1e-6;

/** In double precision errors would be far below this, and what the documentation says would be wrong. */
const SMALLEST_ERROR = 1e-8;

const lab = createLab([datasets, models, optimizers, wasmEngine, tfjsEngine]);

/** Outputs on the training set and sum_i slopes_i grad f_i, in double precision; the gradient in any order of parameters. */
interface Reference {
  outputs(theta: VectorValues): number[];
  gradient(theta: VectorValues, slopes: readonly number[]): number[];
  /** A vector in the order of the gradient. */
  flat(vector: VectorValues): number[];
}

const rowsOf = (values: ArrayLike<number>, columns: number): number[][] =>
  Array.from({ length: values.length / columns }, (_, j) =>
    Array.from({ length: columns }, (_, k) => values[j * columns + k] as number),
  );

const valuesOf = (vector: VectorValues, name: string): number[] => Array.from(vector[name] ?? []);

function withBias(vector: VectorValues): number[][] {
  const bias = valuesOf(vector, 'b1');
  return rowsOf(vector.W1 as Float64Array, DIMENSION).map((row, j) => [...row, ...bias.slice(j, j + 1)]);
}

const inputsOf = ({ inputs }: Samples, bias: boolean) => rowsOf(inputs, DIMENSION).map((x) => (bias ? [...x, 1] : x));

function twoLayerReference(architecture: twoLayer.Reference['architecture']): (train: Samples) => Reference {
  return (train) => {
    const reference = { architecture, inputs: inputsOf(train, architecture.bias) };
    const from = (vector: VectorValues) => ({
      W: withBias(vector),
      gamma: valuesOf(vector, 'gamma'),
      w: valuesOf(vector, 'W2'),
    });
    const flat = ({ W, gamma, w }: twoLayer.Parameters) => [...W.flat(), ...gamma, ...w];
    return {
      outputs: (theta) => twoLayer.outputs(reference, from(theta)),
      gradient: (theta, slopes) => flat(twoLayer.gradient(reference, from(theta), slopes)),
      flat: (vector) => flat(from(vector)),
    };
  };
}

function deepReference(train: Samples): Reference {
  const inputs = inputsOf(train, true);
  const from = (vector: VectorValues) => [
    withBias(vector),
    ...WIDTHS.map((width, k) => rowsOf(vector[`W${k + 2}`] as Float64Array, width)),
  ];
  return {
    outputs: (theta) => inputs.map((x) => deep.evaluate(from(theta), x).f),
    gradient(theta, slopes) {
      const weights = from(theta);
      const sum = new Float64Array(weights.flat(2).length);
      for (const [i, x] of inputs.entries()) {
        for (const [k, value] of deep
          .gradient(weights, x, slopes[i] as number)
          .flat(2)
          .entries()) {
          sum[k] = (sum[k] as number) + value;
        }
      }
      return Array.from(sum);
    },
    flat: (vector) => from(vector).flat(2),
  };
}

/** Data, initial parameters, a direction, and H v and G v of them by differences. */
function settingOf(input: ExperimentInput, referenceOf: (train: Samples) => Reference) {
  const { experiment } = lab.plan(lab.resolve(input));
  const { dataset, model, initializer, loss, config } = experiment;
  const data = drawData(dataset, 0);
  const { train } = data;
  const specs = model.parameters(DIMENSION);
  const initial = initializer.initialize(
    { model: config.model.name, modelOptions: config.model.options, specs, train },
    rootStream(0).child('init'),
  );
  const reference = referenceOf(train);
  const moved = (direction: ParameterValues, t: number): VectorValues =>
    Object.fromEntries(
      Object.entries(initial).map(([name, values]) => [
        name,
        Float64Array.from(values, (value, k) => value + t * (direction[name]?.[k] as number)),
      ]),
    );
  // Closed forms only read numbers, in either precision.
  const active = (theta: VectorValues) =>
    model.closedForms?.preActivations(theta as ParameterValues, train).map((a) => (a > 0 ? 1 : 0));
  // Moving along the direction crosses no kink of the first layer.
  const drawDirection = (attempt: number): [ParameterValues, VectorValues, VectorValues] => {
    const draws = rootStream(attempt);
    const direction = Object.fromEntries(
      Object.entries(initial).map(([name, values]) => [name, values.map(() => draws.normal())]),
    );
    const [ahead, behind] = [moved(direction, STEP), moved(direction, -STEP)];
    const crosses = active(ahead)?.join() !== active(behind)?.join();
    return crosses ? drawDirection(attempt + 1) : [direction, ahead, behind];
  };
  const [direction, ahead, behind] = drawDirection(0);
  const gradientAt = (theta: VectorValues) =>
    reference.gradient(
      theta,
      reference.outputs(theta).map((f, i) => loss.firstDerivative(f, train.targets[i] as number) / train.size),
    );
  const behindGradient = gradientAt(behind);
  const hessian = gradientAt(ahead).map((value, k) => (value - (behindGradient[k] as number)) / (2 * STEP));
  const [forwards, backwards] = [reference.outputs(ahead), reference.outputs(behind)];
  const weights = reference
    .outputs(initial)
    .map(
      (f, i) =>
        (loss.secondDerivative(f, train.targets[i] as number) * ((forwards[i] as number) - (backwards[i] as number))) /
        (2 * STEP * train.size),
    );
  const gaussNewton = reference.gradient(initial, weights);
  return { data, specs, initial, direction, reference, expected: { hessian, gaussNewton } };
}

function relativeError(actual: readonly number[], expected: readonly number[]): number {
  expect(actual).toHaveLength(expected.length);
  return Math.hypot(...actual.map((value, k) => value - (expected[k] as number))) / Math.hypot(...expected);
}

const losses: ExperimentInput['loss'][] = ['mse', { name: 'logistic', labelSmoothing: 0.2 }];

const networks: readonly (readonly [string, object, (train: Samples) => Reference])[] = [
  ['2-mlp-no-bias', { width: WIDTH }, twoLayerReference({ width: WIDTH, bias: false, normalization: 'none' })],
  ['2-mlp-bias', { width: WIDTH }, twoLayerReference({ width: WIDTH, bias: true, normalization: 'none' })],
  ['2-mlp-softplus', { width: WIDTH }, twoLayerReference({ width: WIDTH, bias: true, activation: 'softplus' })],
  [
    '2-mlp-sim-ln',
    { width: WIDTH },
    twoLayerReference({ width: WIDTH, bias: true, normalization: 'layer', epsilon: 1e-5 }),
  ],
  ['2-mlp-sim-bn', { width: WIDTH }, twoLayerReference({ width: WIDTH, bias: true, normalization: 'batch' })],
  ['mlp-bias', { widths: WIDTHS }, deepReference],
];

describe.each(['wasm', 'tfjs'])('H v and G v on %s', (engine) => {
  const errors: number[] = [];

  test.each(networks)('are those of double precision up to the rounding of single: %s', async (name, options, of) => {
    for (const loss of losses) {
      const input: ExperimentInput = {
        dataset: { name: 'xor', dimension: DIMENSION, trainSize: 100, testSize: 1 },
        model: { name, ...options },
        init: 'uniform-fan-in',
        loss,
        engine,
        phases: [],
      };
      const { data, specs, initial, direction, reference, expected } = settingOf(input, of);
      const session = await lab
        .plan(lab.resolve(input))
        .engine.plan.open({ data, specs, initial, stream: rootStream(2) });
      const measured = [
        relativeError(reference.flat(session.hessianVectorProduct?.(direction) ?? {}), expected.hessian),
        relativeError(reference.flat(session.gaussNewtonVectorProduct?.(direction) ?? {}), expected.gaussNewton),
      ];
      session.close();
      for (const error of measured) expect(error, JSON.stringify(loss)).toBeLessThan(LARGEST_ERROR);
      errors.push(...measured);
    }
  });

  test('have the relative error that the documentation tells, and are not in double precision', () => {
    expect(errors).toHaveLength(2 * losses.length * networks.length);
    const sorted = errors.toSorted((a, b) => a - b);
    expect(sorted[Math.floor(0.9 * errors.length)]).toBeLessThan(TYPICAL_ERROR);
    expect(sorted[0]).toBeGreaterThan(SMALLEST_ERROR);
  });
});
