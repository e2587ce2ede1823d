import type { Model } from '../../../contracts/model.ts';
import type { Samples } from '../../../contracts/samples.ts';
import type { Tensor, TensorFlow } from '../../../contracts/tensorflow.ts';
import { rootStream } from '../../../random/random-stream.ts';
import { ensure, ensureAllClose, ensureClose, ensureFinite } from '../../assertions.ts';
import { createPlugin } from '../../create-plugin.ts';
import { drawParameters } from '../../draw-parameters.ts';
import { smallData } from '../../stand-ins/small-plugins.ts';
import type { Clause } from '../contract.ts';

/** The tolerance of single precision through a few operations. */
const TOLERANCE = 1e-5;

/** The clauses for a model's forward pass, computed by tfjs. */
export function forwardClauses(create: () => Model, dimension: number, tf: TensorFlow): Clause[] {
  const setting = () => {
    const model = create();
    const data = createPlugin(smallData, { dimension }).sample(rootStream(0));
    const specs = model.parameters(dimension);
    const parameters = drawParameters(model, specs, [data.train, data.test]);
    const tensors = () =>
      Object.fromEntries(
        Object.entries(specs).map(([name, { shape }]) => [
          name,
          tf.tensor(parameters[name] as Float32Array, [...shape]),
        ]),
      );
    return { model, data, parameters, tensors };
  };
  const inputsOf = ({ inputs, size }: Samples) => tf.tensor2d(inputs, [size, dimension]);
  const forward = ({ model, data, tensors }: ReturnType<typeof setting>, samples: Samples) =>
    model.forward(tf, tensors(), inputsOf(samples), inputsOf(data.train));

  return [
    {
      name: 'forward pass: one finite output a sample',
      check: () =>
        tf.tidy(() => {
          const each = setting();
          for (const samples of Object.values(each.data)) {
            const outputs = forward(each, samples);
            ensure(
              `${outputs.shape}` === `${samples.size}`,
              `expected shape [${samples.size}], got [${outputs.shape}]`,
            );
            ensureFinite(outputs.dataSync(), 'outputs');
          }
        }),
    },
    {
      name: 'forward pass: an output is the same whatever samples are beside it',
      check: () =>
        tf.tidy(() => {
          const each = setting();
          const { test } = each.data;
          const [together] = forward(each, test).dataSync();
          const [alone] = forward(each, { ...test, size: 1, inputs: test.inputs.slice(0, dimension) }).dataSync();
          ensureClose(alone as number, together as number, TOLERANCE, 'output of the first test sample alone');
        }),
    },
    {
      name: 'forward pass: agrees with the closed forms, if there are any',
      check: () =>
        tf.tidy(() => {
          const each = setting();
          for (const samples of Object.values(each.data)) {
            const outputs = each.model.closedForms?.derivatives(each.parameters, samples, each.data.train).outputs;
            if (outputs !== undefined) ensureAllClose(forward(each, samples).dataSync(), outputs, TOLERANCE, 'outputs');
          }
        }),
    },
    {
      name: 'forward pass: has gradients in every parameter, as long as the closed forms say',
      check: () =>
        tf.tidy(() => {
          const each = setting();
          const { test, train } = each.data;
          const expected = each.model.closedForms?.derivatives(each.parameters, test, train).squaredGradientNorms;
          for (let i = 0; i < test.size; i++) {
            const norm = squaredGradientNorm(each, i);
            ensureFinite([norm], `squared gradient norm of test output ${i}`);
            if (expected !== undefined) {
              ensureClose(norm, expected[i] as number, 10 * TOLERANCE, `squared gradient norm of test output ${i}`);
            }
          }
        }),
    },
  ];

  function squaredGradientNorm({ model, data, tensors }: ReturnType<typeof setting>, i: number): number {
    const named = tensors();
    const names = Object.keys(named);
    const gradients = tf.grads((...values) => {
      const parameters = Object.fromEntries(names.map((name, index) => [name, values[index] as Tensor]));
      const outputs = model.forward(tf, parameters, inputsOf(data.test), inputsOf(data.train));
      return tf.reshape(tf.slice(outputs, i, 1), []);
    })(Object.values(named));
    return gradients.reduce((sum, gradient) => sum + (tf.sum(tf.square(gradient)).dataSync()[0] as number), 0);
  }
}
