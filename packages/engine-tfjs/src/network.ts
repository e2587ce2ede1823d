import {
  attribute,
  type Experiment,
  type Loss,
  type Model,
  type ParameterSpecs,
  type ParameterTensors,
  pluginError,
  type Samples,
  type Tensor,
  unflatten,
} from '@sharpness-lab/core';
import type { Backend } from './backend.ts';
import { expandLoss } from './expand-loss.ts';
import type { Tfjs } from './namespace.ts';
import { sliceSamples } from './samples.ts';
import { withSecondDerivatives } from './second-derivatives.ts';

/** The number of samples in one pass of the network where only outputs are computed. It limits the memory. */
const CHUNK = 1024;

/** A model and its loss as functions of the parameters, a flat vector in the order of `specs`. */
export class Network {
  readonly #backend: Backend;
  readonly #tf: Tfjs;
  readonly #model: Model;
  readonly #loss: Loss;
  readonly #specs: ParameterSpecs;
  readonly #train: Samples;
  readonly #trainInputs: Tensor;

  constructor(
    backend: Backend,
    { model, loss }: Pick<Experiment, 'model' | 'loss'>,
    specs: ParameterSpecs,
    train: Samples,
  ) {
    this.#backend = backend;
    this.#tf = backend.tf;
    this.#model = model;
    this.#loss = loss;
    this.#specs = specs;
    this.#train = train;
    this.#trainInputs = backend.run(() => this.#tf.keep(this.#inputs(train)));
  }

  /** Outputs f(x_i). */
  outputs(at: Float32Array, samples: Samples): Float32Array {
    const outputs = new Float32Array(samples.size);
    for (let start = 0; start < samples.size; start += CHUNK) {
      const chunk = sliceSamples(samples, start, Math.min(start + CHUNK, samples.size));
      this.#backend.run(() => {
        outputs.set(this.#forward(this.#tensors(at), this.#inputs(chunk)).dataSync(), start);
      });
    }
    return outputs;
  }

  /**
   * out <- grad (1/n) sum_i l(f(x_i), y_i).
   *
   * @returns the mean loss
   */
  gradient(at: Float32Array, samples: Samples, out: Float32Array): number {
    return this.#backend.run(() => {
      const parameters = this.#tensors(at);
      const inputs = this.#inputs(samples);
      const loss = () => this.#expandedLoss(parameters, inputs, samples.targets, 1);
      const { value, gradients } = this.#differentiate(loss, parameters);
      this.#read(gradients, out);
      return value.dataSync()[0] as number;
    });
  }

  /**
   * out <- H v for the Hessian H of the training loss: the gradient of <grad L, v>.
   *
   * @throws LabError of kind `engine` naming an op whose second derivative is not known to be right
   */
  hessianVectorProduct(at: Float32Array, v: Float32Array, out: Float32Array): void {
    this.#backend.run(() => {
      const parameters = this.#tensors(at);
      const direction = this.#tensors(v);
      const loss = () => this.#expandedLoss(parameters, this.#trainInputs, this.#train.targets, 2);
      const slope = () => this.#dot(this.#differentiate(loss, parameters).gradients, direction);
      const { gradients } = withSecondDerivatives(this.#tf, () => this.#differentiate(slope, parameters));
      this.#read(gradients, out);
    });
  }

  /**
   * out <- G v = J' diag(l''_i / n) J v for the Jacobian J of the outputs on the training set. J v is the gradient of the
   * linear function u -> <J' u, v>.
   *
   * @throws LabError of kind `engine` naming an op whose second derivative is not known to be right
   */
  gaussNewtonVectorProduct(at: Float32Array, v: Float32Array, out: Float32Array): void {
    const tf = this.#tf;
    this.#backend.run(() => {
      const parameters = this.#tensors(at);
      const direction = this.#tensors(v);
      const outputs = () => this.#forward(parameters, this.#trainInputs);
      const weighted = (weights: Tensor) => this.#differentiate(() => tf.sum(tf.mul(outputs(), weights)), parameters);
      const anywhere = tf.zerosLike(outputs());
      const tangents = withSecondDerivatives(tf, () =>
        tf.engine().gradients(() => this.#dot(weighted(anywhere).gradients, direction), [anywhere], undefined, true),
      ).grads[0];
      const curvatures = attribute(this.#loss, () =>
        Float32Array.from(outputs().dataSync(), (output, i) =>
          this.#loss.secondDerivative(output, this.#train.targets[i] as number),
        ),
      );
      const weights = tf.mul(tangents ?? anywhere, tf.tensor1d(curvatures.map((value) => value / this.#train.size)));
      this.#read(weighted(weights).gradients, out);
    });
  }

  /** Frees what the network holds. */
  close(): void {
    this.#trainInputs.dispose();
  }

  #expandedLoss(parameters: ParameterTensors, inputs: Tensor, targets: Float32Array, order: 1 | 2): Tensor {
    return expandLoss(this.#tf, this.#loss, this.#forward(parameters, inputs), targets, order);
  }

  #forward(parameters: ParameterTensors, inputs: Tensor): Tensor {
    const outputs = attribute(this.#model, () => this.#model.forward(this.#tf, parameters, inputs, this.#trainInputs));
    const [size] = inputs.shape;
    // A model written in JavaScript can return any value.
    const { rank, size: got, shape } = (outputs ?? {}) as Partial<Tensor>;
    if (rank !== 1 || got !== size) {
      const returned = shape === undefined ? String(outputs) : `[${shape}]`;
      throw pluginError(this.#model, `expected outputs of shape [${size}], got ${returned}`);
    }
    return outputs;
  }

  /** A function's value and its gradients, undefined for parameters that it does not depend on. */
  #differentiate(f: () => Tensor, parameters: ParameterTensors) {
    const { value, grads } = this.#tf.engine().gradients(f, Object.values(parameters), undefined, true);
    return { value, gradients: grads };
  }

  #dot(gradients: readonly (Tensor | undefined)[], direction: ParameterTensors): Tensor {
    const tf = this.#tf;
    return Object.values(direction).reduce((sum, values, index) => {
      const gradient = gradients[index];
      return gradient === undefined ? sum : tf.add(sum, tf.sum(tf.mul(gradient, values)));
    }, tf.scalar(0));
  }

  #inputs({ inputs, size, dimension }: Samples): Tensor {
    return this.#tf.tensor2d(inputs, [size, dimension]);
  }

  #tensors(vector: Float32Array): ParameterTensors {
    const values = unflatten(this.#specs, vector);
    return Object.fromEntries(
      Object.entries(this.#specs).map(([name, { shape }]) => [
        name,
        this.#tf.tensor(values[name] as Float32Array, [...shape]),
      ]),
    );
  }

  #read(gradients: readonly (Tensor | undefined)[], out: Float32Array): void {
    Object.values(unflatten(this.#specs, out)).forEach((values, index) => {
      const gradient = gradients[index];
      if (gradient === undefined) values.fill(0);
      else values.set(gradient.dataSync());
    });
  }
}
