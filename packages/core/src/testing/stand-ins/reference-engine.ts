import type { Session, SessionSetup } from '../../contracts/engine.ts';
import type { Experiment } from '../../contracts/experiment.ts';
import type { ParameterSpecs, ParameterValues } from '../../contracts/model.ts';
import { defineEngine } from '../../contracts/plugin.ts';
import type { Samples } from '../../contracts/samples.ts';
import { ArrayProblem } from '../../engines/array-problem.ts';
import { createTrainer, type Trainer } from '../../engines/trainer.ts';
import { LabError } from '../../errors.ts';
import { unflatten } from '../../parameters/flat-parameters.ts';
import { z } from '../../vendor/zod.ts';

/** Steps of the central differences: in one parameter for gradients, along a direction for Hessian-vector products. */
const GRADIENT_STEP = 2 ** -17;
const PRODUCT_STEP = 2 ** -12;

/**
 * An engine to compare others with: double precision throughout, and independent of any derivative, because gradients
 * are central differences of the outputs that a model's closed forms give. It takes 2 P evaluations of the network a
 * gradient, P the number of parameters, so it is for small networks only.
 */
export const referenceEngine = defineEngine({
  name: 'reference',
  summary: 'double precision with finite differences of closed forms; slow, for tests',
  options: z.object({}),
  create: () => ({
    rank: 0,
    plan: (experiment) =>
      experiment.model.closedForms === undefined
        ? { refusal: 'needs a model with closed forms' }
        : {
            paths: experiment.phases.map(() => 'finite differences'),
            open: async (setup) => openReferenceSession(experiment, setup),
          },
  }),
});

/**
 * A session of the {@link referenceEngine}.
 *
 * @throws LabError of kind `engine` when the model has no closed forms
 */
export function openReferenceSession(experiment: Experiment, { data, specs, initial, stream }: SessionSetup): Session {
  const { closedForms } = experiment.model;
  if (closedForms === undefined) throw new LabError('engine', 'engine "reference" needs a model with closed forms');
  const theta = Float64Array.from(Object.keys(specs).flatMap((name) => Array.from(initial[name] as Float32Array)));
  let order = Int32Array.from({ length: data.train.size }, (_, i) => i);
  let train: Trainer;

  const outputsAt = (at: Float64Array, samples: Samples) =>
    closedForms.derivatives(named(specs, at), samples, data.train).outputs;

  const meanLossAt = (at: Float64Array, samples: Samples) =>
    outputsAt(at, samples).reduce(
      (sum, output, i) => sum + experiment.loss.value(output, samples.targets[i] as number) / samples.size,
      0,
    );

  const gradientAt = (at: Float64Array, samples: Samples) => {
    const point = at.slice();
    return point.map((value, k) => {
      const lossAt = (moved: number) => {
        point[k] = moved;
        return meanLossAt(point, samples);
      };
      const difference = lossAt(value + GRADIENT_STEP) - lossAt(value - GRADIENT_STEP);
      point[k] = value;
      return difference / (2 * GRADIENT_STEP);
    });
  };

  const problem = new ArrayProblem<Float64Array>({
    specs,
    parameters: theta,
    targetAt: (position) => data.train.targets[order[position] as number] as number,
    stream,
    gradient({ start, size }, at, out, targets) {
      const own = select(data.train, order.subarray(start, start + size));
      const batch = targets === undefined ? own : { ...own, targets };
      out.set(gradientAt(at, batch));
      return meanLossAt(at, batch);
    },
  });

  return {
    startPhase(index) {
      const phase = experiment.phases[index];
      if (phase === undefined) throw new RangeError(`no phase ${index}`);
      if (!phase.config.keepState) problem.resetState();
      train = createTrainer(problem, phase);
    },
    epoch(nextOrder, progress) {
      order = nextOrder.slice();
      problem.progress = progress;
      return train(order.length);
    },
    state: () => problem.snapshot(),
    restore: (state) => problem.restore(state),
    parameters: () => singlePrecision(specs, theta),
    outputs: (samples) => Float32Array.from(outputsAt(theta, samples)),
    gradient: () => singlePrecision(specs, gradientAt(theta, data.train)),
    hessianVectorProduct(vector) {
      const direction = Object.keys(specs).flatMap((name) => Array.from(vector[name] as Float32Array));
      const gradientAlong = (t: number) =>
        gradientAt(
          theta.map((value, k) => value + t * (direction[k] as number)),
          data.train,
        );
      const [forwards, backwards] = [gradientAlong(PRODUCT_STEP), gradientAlong(-PRODUCT_STEP)];
      const product = forwards.map((value, k) => (value - (backwards[k] as number)) / (2 * PRODUCT_STEP));
      return singlePrecision(specs, product);
    },
    gaussNewtonVectorProduct(vector) {
      const direction = Object.keys(specs).flatMap((name) => Array.from(vector[name] as Float32Array));
      const {
        train,
        train: { size, targets },
      } = data;
      const outputsAlong = (along: ArrayLike<number>, t: number) =>
        outputsAt(
          theta.map((value, k) => value + t * (along[k] as number)),
          train,
        );
      const derivativesAlong = (along: ArrayLike<number>) => {
        const [forwards, backwards] = [outputsAlong(along, GRADIENT_STEP), outputsAlong(along, -GRADIENT_STEP)];
        return forwards.map((value, i) => (value - (backwards[i] as number)) / (2 * GRADIENT_STEP));
      };
      const outputs = outputsAt(theta, train);
      const weights = derivativesAlong(direction).map(
        (tangent, i) => (experiment.loss.secondDerivative(outputs[i] as number, targets[i] as number) * tangent) / size,
      );
      const product = theta.map((_, k) => {
        const unit = theta.map((_value, other) => (other === k ? 1 : 0));
        return derivativesAlong(unit).reduce((sum, slope, i) => sum + slope * (weights[i] as number), 0);
      });
      return singlePrecision(specs, product);
    },
    close() {},
  };
}

function singlePrecision(specs: ParameterSpecs, flat: Float64Array): ParameterValues {
  return Object.fromEntries(
    Object.entries(named(specs, flat)).map(([name, values]) => [name, Float32Array.from(values)]),
  );
}

/** Views of the parameters in `flat`. They hold doubles: closed forms only read numbers, in either precision. */
function named(specs: ParameterSpecs, flat: Float64Array): ParameterValues {
  return unflatten(specs, flat) as unknown as ParameterValues;
}

function select({ inputs, targets, dimension }: Samples, indices: Int32Array): Samples {
  return {
    size: indices.length,
    dimension,
    inputs: Float32Array.from({ length: indices.length * dimension }, (_, position) => {
      const i = indices[Math.floor(position / dimension)] as number;
      return inputs[i * dimension + (position % dimension)] as number;
    }),
    targets: Float32Array.from(indices, (i) => targets[i] as number),
  };
}
