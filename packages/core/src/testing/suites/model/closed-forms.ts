import type { ClosedForms, Model, ParameterValues } from '../../../contracts/model.ts';
import type { Samples } from '../../../contracts/samples.ts';
import { rootStream } from '../../../random/random-stream.ts';
import { ensure, ensureAllClose, ensureClose, ensureFinite, ensureLength } from '../../assertions.ts';
import { createPlugin } from '../../create-plugin.ts';
import { drawParameters } from '../../draw-parameters.ts';
import { differentiate } from '../../finite-differences.ts';
import { smallData } from '../../stand-ins/small-plugins.ts';
import type { Clause } from '../contract.ts';

const STEP = 2 ** -11;
const TOLERANCE = 1e-5;

interface Setting {
  readonly closedForms: ClosedForms;
  readonly parameters: ParameterValues;
  readonly train: Samples;
  readonly test: Samples;
}

/** The clauses for the closed forms of a model, if it has them. */
export function closedFormClauses(create: () => Model, dimension: number): Clause[] {
  const clause = (name: string, check: (setting: Setting) => void): Clause => ({
    name: `closed forms, if any: ${name}`,
    check() {
      const model = create();
      const { closedForms } = model;
      if (closedForms === undefined) return;
      const data = createPlugin(smallData, { dimension }).sample(rootStream(0));
      const parameters = drawParameters(model, model.parameters(dimension), [data.train, data.test]);
      check({ closedForms, parameters, ...data });
    },
  });

  return [
    clause('one finite number a sample', ({ closedForms, parameters, train, test }) => {
      for (const samples of [train, test]) {
        for (const [key, values] of Object.entries(closedForms.derivatives(parameters, samples, train))) {
          ensureLength(values, samples.size, key);
          ensureFinite(values, key);
        }
      }
    }),
    clause('squared gradient norms of the outputs', ({ closedForms, parameters, train, test }) => {
      for (const samples of [train, test]) {
        const outputsAt = (at: ParameterValues) => closedForms.derivatives(at, samples, train).outputs;
        const { squaredGradientNorms } = closedForms.derivatives(parameters, samples, train);
        const expected = sumOverParameters(parameters, outputsAt, ({ first }) => first.map((slope) => slope ** 2));
        ensureAllClose(squaredGradientNorms, expected, TOLERANCE, 'squaredGradientNorms against finite differences');
      }
    }),
    clause('Laplacians of the outputs', ({ closedForms, parameters, train, test }) => {
      for (const samples of [train, test]) {
        const outputsAt = (at: ParameterValues) => closedForms.derivatives(at, samples, train).outputs;
        const { laplacians } = closedForms.derivatives(parameters, samples, train);
        const expected = sumOverParameters(parameters, outputsAt, ({ second }) => second);
        ensureAllClose(laplacians, expected, TOLERANCE, 'laplacians against finite differences');
      }
    }),
    clause('an output is the same whatever samples are beside it', ({ closedForms, parameters, train, test }) => {
      const { outputs } = closedForms.derivatives(parameters, test, train);
      const alone = closedForms.derivatives(parameters, firstOf(test), train).outputs;
      ensureClose(alone[0] as number, outputs[0] as number, 1e-12, 'output of the first test sample alone');
    }),
    clause('pre-activations, n x width, are affine in a sample’s input', ({ closedForms, parameters, train }) => {
      const activations = closedForms.preActivations(parameters, train);
      const width = activations.length / train.size;
      ensure(Number.isInteger(width) && width > 0, `expected n x width, got ${activations.length} for n=${train.size}`);
      const doubled = mapValues(parameters, (values) => values.map((value) => 2 * value));
      ensureAllClose(
        closedForms.preActivations(doubled, train),
        activations.map((a) => 2 * a),
        1e-12,
        'pre-activations at twice the parameters',
      );
      const expected = sumOverParameters(
        parameters,
        (at) => closedForms.preActivations(at, train),
        ({ first }) => first.map((slope) => slope ** 2),
      );
      const squaredInput = (i: number) =>
        train.inputs.subarray(i * train.dimension, (i + 1) * train.dimension).reduce((sum, x) => sum + x * x, 0);
      const bias = Math.round((expected[0] as number) - squaredInput(0));
      ensure(
        bias === 0 || bias === 1,
        `expected squared gradient ||x||^2, or ||x||^2 + 1 with bias, got ${expected[0]}`,
      );
      ensureAllClose(
        expected,
        expected.map((_, index) => squaredInput(Math.floor(index / width)) + bias),
        TOLERANCE,
        'squared gradient norms of the pre-activations, row by row ||x_i||^2 (+ 1)',
      );
    }),
    clause('neuron norms, one a neuron of the first hidden layer', ({ closedForms, parameters, train }) => {
      const width = closedForms.preActivations(parameters, train).length / train.size;
      const { incoming, outgoing } = closedForms.neuronNorms(parameters);
      ensureLength(incoming, width, 'incoming');
      ensureLength(outgoing, width, 'outgoing');
      ensureFinite(outgoing, 'outgoing');
      ensure(
        outgoing.every((value) => value >= 0),
        `outgoing: expected norms, got ${outgoing}`,
      );
      ensureAllClose(incoming, incomingNorms(closedForms, parameters, train, width), 1e-12, 'incoming');
    }),
  ];
}

/** Sums the values that `pick` takes from the derivatives in every single parameter. */
function sumOverParameters(
  parameters: ParameterValues,
  f: (at: ParameterValues) => Float64Array,
  pick: (derivatives: ReturnType<typeof differentiate>) => number[],
): number[] {
  const sums: number[] = [];
  forEachParameter(parameters, (moved) => {
    pick(differentiate((t) => f(moved(t)), STEP)).forEach((value, i) => {
      sums[i] = (sums[i] ?? 0) + value;
    });
  });
  return sums;
}

/** The norm of the parameters that move the pre-activations of each neuron. */
function incomingNorms(closedForms: ClosedForms, parameters: ParameterValues, samples: Samples, width: number) {
  const squares = new Float64Array(width);
  forEachParameter(parameters, (moved, value) => {
    const { first } = differentiate((t) => closedForms.preActivations(moved(t), samples), STEP);
    for (let j = 0; j < width; j++) {
      const moves = first.some((slope, index) => index % width === j && slope !== 0);
      if (moves) squares[j] = (squares[j] as number) + value ** 2;
    }
  });
  return squares.map(Math.sqrt);
}

/** Calls back for every single parameter with a function that returns the parameters with this one moved by t. */
function forEachParameter(
  parameters: ParameterValues,
  visit: (moved: (t: number) => ParameterValues, value: number) => void,
): void {
  for (const [name, values] of Object.entries(parameters)) {
    values.forEach((value, k) => {
      visit((t) => ({ ...parameters, [name]: values.with(k, value + t) }), value);
    });
  }
}

function mapValues(parameters: ParameterValues, map: (values: Float32Array) => Float32Array): ParameterValues {
  return Object.fromEntries(Object.entries(parameters).map(([name, values]) => [name, map(values)]));
}

function firstOf({ dimension, inputs, targets }: Samples): Samples {
  return { size: 1, dimension, inputs: inputs.slice(0, dimension), targets: targets.slice(0, 1) };
}
