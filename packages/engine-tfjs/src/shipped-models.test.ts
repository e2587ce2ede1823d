import {
  defineLoss,
  type ExperimentInput,
  flatten,
  type ParameterValues,
  type Samples,
  unflatten,
  z,
  zeroVector,
} from '@sharpness-lab/core';
import { expect, test } from 'vitest';
import { labWith, type Opened, open, setupOf } from './fixtures/lab.ts';
import { differencedGradient, differencedProduct, relativeError, uniform } from './fixtures/numbers.ts';
import { pseudoHuber } from './fixtures/pseudo-huber.ts';

const lossPlugin = defineLoss({
  name: 'pseudo-huber',
  summary: 'sqrt(1 + (f - y)^2)',
  options: z.object({}),
  create: () => pseudoHuber,
});

const MODELS: readonly ExperimentInput['model'][] = [
  { name: '2-mlp-no-bias', width: 4 },
  { name: '2-mlp-bias', width: 4 },
  { name: '2-mlp-sim-bn', width: 4 },
  { name: '2-mlp-sim-ln', width: 4 },
  // ||h|| stays below this epsilon.
  { name: '2-mlp-sim-ln', width: 4, epsilon: 10 },
  { name: '2-mlp-softplus', width: 4 },
  { name: 'mlp-bias', widths: [5, 4, 3] },
];

const LOSSES: readonly ExperimentInput['loss'][] = ['mse', 'pseudo-huber', { name: 'logistic', labelSmoothing: 0.2 }];

const CASES = ['cpu', 'wasm'].flatMap((backend) =>
  MODELS.flatMap((model) =>
    LOSSES.map(
      (loss) =>
        [
          `${JSON.stringify(model)} with ${JSON.stringify(loss)} on ${backend}`,
          { model, loss, engine: { name: 'tfjs', backend } },
        ] as const,
    ),
  ),
);

/** The distance from zero that first-layer pre-activations keep, so that finite differences see no kink. */
const CLEARANCE = 0.01;

/** A session at parameters away from the kinks. */
async function openSmooth(config: Partial<ExperimentInput>): Promise<Opened> {
  const plugins = [lossPlugin];
  const lab = labWith(plugins);
  const { experiment } = lab.plan(lab.resolve({ phases: [{ optimizer: 'sgd', epochs: 1 }], ...config }));
  const { specs, data } = setupOf(experiment);
  for (let attempt = 0; ; attempt++) {
    const initial = unflatten(specs, uniform(zeroVector(specs).length, `attempt ${attempt}`));
    const clear = Object.values(data).every((samples) =>
      experiment.model.closedForms?.preActivations(initial, samples).every((a) => Math.abs(a) > CLEARANCE),
    );
    if (clear) return open(config, { plugins, initial });
  }
}

/** Outputs, squared gradient norms and Laplacians from the model's closed forms, in double precision. */
function derivatives({ experiment, data, specs }: Opened, theta: Float64Array, samples: Samples) {
  const named = unflatten(specs, theta as unknown as Float32Array);
  const derivatives = experiment.model.closedForms?.derivatives(named, samples, data.train);
  if (derivatives === undefined) throw new Error('no closed forms');
  return derivatives;
}

/** The mean training loss in double precision, as a function of the flat parameters. */
function trainingLoss(opened: Opened) {
  const { experiment, data } = opened;
  const { train } = data;
  return (theta: Float64Array) =>
    derivatives(opened, theta, train).outputs.reduce(
      (sum, output, i) => sum + experiment.loss.value(output, train.targets[i] as number) / train.size,
      0,
    );
}

function product({ session, specs }: Opened, v: Float32Array): Float32Array {
  if (session.hessianVectorProduct === undefined) throw new Error('no Hessian-vector product');
  return flatten(specs, session.hessianVectorProduct(unflatten(specs, v)));
}

test.each(CASES)('%s: outputs, gradient and Hessian agree with the closed forms', async (_title, config) => {
  const opened = await openSmooth(config);
  const { session, specs, data, initial, experiment } = opened;
  const theta = Float64Array.from(flatten(specs, initial));
  const v = uniform(theta.length, 'direction');
  const loss = trainingLoss(opened);

  for (const samples of Object.values(data)) {
    expect(relativeError(session.outputs(samples), derivatives(opened, theta, samples).outputs)).toBeLessThan(1e-6);
  }
  expect(relativeError(flatten(specs, session.gradient()), differencedGradient(loss, theta))).toBeLessThan(5e-6);
  expect(relativeError(product(opened, v), differencedProduct(loss, theta, v))).toBeLessThan(5e-6);

  // Tr H = (1/n) sum_i [ l'' ||grad f||^2 + l' Lap f ], from the diagonal.
  const { outputs, squaredGradientNorms, laplacians } = derivatives(opened, theta, data.train);
  const expected = outputs.reduce((sum, output, i) => {
    const target = data.train.targets[i] as number;
    const gradientTerm = experiment.loss.secondDerivative(output, target) * (squaredGradientNorms[i] as number);
    const laplacianTerm = experiment.loss.firstDerivative(output, target) * (laplacians[i] as number);
    return sum + (gradientTerm + laplacianTerm) / data.train.size;
  }, 0);
  const trace = theta.reduce(
    (sum, _, k) =>
      sum +
      (product(
        opened,
        Float32Array.from(theta, (_, i) => (i === k ? 1 : 0)),
      )[k] as number),
    0,
  );
  expect(Math.abs(trace / expected - 1)).toBeLessThan(5e-6);
  session.close();
});

test('a neuron that no training sample activates gets no gradient, and no NaN', async () => {
  const setting = await open({ model: { name: '2-mlp-sim-bn', width: 4 } });
  setting.session.close();
  const initial: Record<string, Float32Array> = { ...setting.initial };
  initial.b1 = Float32Array.from(initial.b1 as Float32Array, (bias, j) => (j === 0 ? -20 : bias));
  const { session, specs, data } = await open({ model: { name: '2-mlp-sim-bn', width: 4 } }, { initial });
  const gradient: ParameterValues = session.gradient();
  expect(gradient.W1?.subarray(0, data.train.dimension)).toEqual(new Float32Array(data.train.dimension));
  expect([gradient.b1?.[0], gradient.gamma?.[0], gradient.W2?.[0]]).toEqual([0, 0, 0]);
  const everything = [...flatten(specs, gradient), ...flatten(specs, session.hessianVectorProduct?.(initial) ?? {})];
  expect(everything.every(Number.isFinite)).toBe(true);
  session.close();
});
