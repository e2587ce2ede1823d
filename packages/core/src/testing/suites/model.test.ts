import * as tfjs from '@tensorflow/tfjs';
import { describe, expect, test } from 'vitest';
import type { ClosedForms, Model, ParameterSpecs } from '../../contracts/model.ts';
import { defineModel } from '../../contracts/plugin.ts';
import type { TensorFlow } from '../../contracts/tensorflow.ts';
import { smallNetwork } from '../stand-ins/small-network.ts';
import { violations } from './contract.ts';
import { modelClauses, testModel } from './model.ts';

const tf: TensorFlow = tfjs;

testModel(smallNetwork, [{ options: { width: 1 } }, { options: { width: 5 } }], { tf });

/** The small network with one property changed. */
function spoilt(spoil: (model: Required<Model>) => Partial<Model>) {
  return defineModel({
    ...smallNetwork,
    create(options, plugins) {
      const model = smallNetwork.create(options, plugins) as Required<Model>;
      return { ...model, ...spoil(model) };
    },
  });
}

function spoiltSpecs(spoil: (specs: ParameterSpecs) => ParameterSpecs) {
  return spoilt(({ parameters }) => ({ parameters: (dimension) => spoil(parameters(dimension)) }));
}

function spoiltForms(spoil: (forms: ClosedForms) => Partial<ClosedForms>) {
  return spoilt(({ closedForms }) => ({ closedForms: { ...closedForms, ...spoil(closedForms) } }));
}

/** The small network with one of its derivatives computed from another one. */
function spoiltDerivatives(spoil: (derivatives: ReturnType<ClosedForms['derivatives']>) => object) {
  return spoiltForms((forms) => ({
    derivatives(parameters, samples, train) {
      const derivatives = forms.derivatives(parameters, samples, train);
      return { ...derivatives, ...spoil(derivatives) };
    },
  }));
}

describe('testModel reports a model', () => {
  let calls = 0;
  test.each([
    ['without parameters', spoiltSpecs(() => ({})), 'a model without parameters cannot be trained'],
    [
      'with an empty shape',
      spoiltSpecs((specs) => ({ ...specs, W1: { shape: [], layer: 1, fanIn: 3 } })),
      '"W1": expected a shape with at least one extent, [1] for a single number',
    ],
    [
      'with a fan-in of zero',
      spoiltSpecs((specs) => ({ ...specs, W1: { shape: [4, 3], layer: 1, fanIn: 0 } })),
      '"W1".fanIn: expected whole numbers >= 1, got 0',
    ],
    [
      'whose layers have a gap',
      spoiltSpecs((specs) => ({ ...specs, W2: { shape: [1, 4], layer: 3, fanIn: 4 } })),
      'layers: expected 1, 2, … without gaps, got 1,3',
    ],
    [
      'with other parameters each time',
      spoiltSpecs((specs) => ({ ...specs, [`extra${calls++}`]: { shape: [1], layer: 1, fanIn: 1 } })),
      'then got',
    ],
    [
      'that forgets the bias in its gradient norms',
      spoiltDerivatives(({ squaredGradientNorms }) => ({
        squaredGradientNorms: squaredGradientNorms.map((norm) => norm - 0.01),
      })),
      'squaredGradientNorms against finite differences: expected',
    ],
    [
      'with other Laplacians',
      spoiltDerivatives(({ outputs }) => ({ laplacians: outputs })),
      'laplacians against finite differences: expected',
    ],
    [
      'that normalizes over the batch in its closed forms',
      spoiltDerivatives(({ outputs }) => ({ outputs: outputs.map((f) => f / Math.hypot(...outputs)) })),
      'output of the first test sample alone: expected',
    ],
    [
      'whose pre-activations have rows of neurons instead of samples',
      spoiltForms(({ preActivations }) => ({
        preActivations(parameters, samples) {
          const activations = preActivations(parameters, samples);
          const width = activations.length / samples.size;
          return activations.map((_, index) => {
            const [j, i] = [Math.floor(index / samples.size), index % samples.size];
            return activations[i * width + j] as number;
          });
        },
      })),
      'squared gradient norms of the pre-activations, row by row ||x_i||^2 (+ 1): expected',
    ],
    [
      'whose pre-activations are scaled',
      spoiltForms(({ preActivations }) => ({
        preActivations: (parameters, samples) => preActivations(parameters, samples).map((a) => 2 * a),
      })),
      'expected squared gradient ||x||^2, or ||x||^2 + 1 with bias',
    ],
    [
      'with squared neuron norms',
      spoiltForms(({ neuronNorms }) => ({
        neuronNorms(parameters) {
          const { incoming, outgoing } = neuronNorms(parameters);
          return { incoming: incoming.map((norm) => norm ** 2), outgoing };
        },
      })),
      'incoming: expected',
    ],
    [
      'with signed outgoing weights',
      spoiltForms(({ neuronNorms }) => ({
        neuronNorms: (parameters) => ({
          ...neuronNorms(parameters),
          outgoing: Float64Array.from(parameters.W2 as Float32Array),
        }),
      })),
      'outgoing: expected norms, got',
    ],
    [
      'whose forward pass gives a column',
      spoilt(({ forward }) => ({ forward: (...given) => tf.expandDims(forward(...given), 1) })),
      'expected shape [6], got [6,1]',
    ],
    [
      'whose forward pass normalizes over the batch',
      spoilt(({ forward }) => ({
        forward: (...given) => {
          const outputs = forward(...given);
          return tf.div(outputs, tf.norm(outputs));
        },
      })),
      'output of the first test sample alone: expected',
    ],
    [
      'whose closed forms are those of another',
      spoilt(({ forward }) => ({ forward: (...given) => tf.mul(forward(...given), 2) })),
      'outputs: expected',
    ],
    [
      'whose forward pass cannot be differentiated',
      spoilt(({ forward }) => ({
        forward: (...given) => {
          const outputs = forward(...given);
          return tf.mul(outputs, tf.cast(tf.greater(outputs, -1e9), 'float32'));
        },
      })),
      'Cannot compute gradient',
    ],
  ])('%s', async (_what, definition, complaint) => {
    const clauses = modelClauses(definition, {}, { tf });
    expect(await violations(clauses)).toContainEqual(expect.stringContaining(complaint));
  });

  test('too wide to keep away from its kinks', () => {
    const clauses = modelClauses(smallNetwork, { options: { width: 64 } });
    expect(clauses.at(-1)?.check).toThrow('test with a smaller width, up to about 8');
  });
});

test('a model without closed forms is examined by its forward pass', async () => {
  const bare = spoilt(({ parameters, forward }) => ({ parameters, forward }));
  const forwardOnly = defineModel({
    ...bare,
    create(options, plugins) {
      const { closedForms: _none, ...model } = bare.create(options, plugins);
      return model;
    },
  });
  expect(await violations(modelClauses(forwardOnly, {}, { tf }))).toEqual([]);
});
