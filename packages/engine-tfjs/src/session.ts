import {
  ArrayProblem,
  createTrainer,
  type Experiment,
  flatten,
  type ParameterValues,
  type Phase,
  type Session,
  type SessionSetup,
  type Trainer,
  unflatten,
  zeroVector,
} from '@sharpness-lab/core';
import type { Backend } from './backend.ts';
import { Network } from './network.ts';
import { selectSamples } from './samples.ts';

/** Trains by automatic differentiation: parameters and optimizers' vectors are plain arrays, tfjs computes gradients. */
export function createSession(
  backend: Backend,
  experiment: Experiment,
  { data: { train }, specs, initial, stream }: SessionSetup,
): Session {
  const network = new Network(backend, experiment, specs, train);
  const parameters = flatten(specs, initial);
  let order: Int32Array = new Int32Array();
  let trainer: Trainer;

  const problem = new ArrayProblem<Float32Array>({
    specs,
    parameters,
    targetAt: (position) => train.targets[order[position] as number] as number,
    stream,
    gradient({ start, size }, at, out, targets) {
      const batch = selectSamples(train, order.subarray(start, start + size));
      return network.gradient(at, targets === undefined ? batch : { ...batch, targets }, out);
    },
  });

  const product = (of: 'hessianVectorProduct' | 'gaussNewtonVectorProduct', vector: ParameterValues) => {
    const out = zeroVector(specs);
    network[of](parameters, flatten(specs, vector), out);
    return unflatten(specs, out);
  };

  return {
    startPhase(index) {
      const phase = experiment.phases[index] as Phase;
      if (!phase.config.keepState) problem.resetState();
      problem.progress = 0;
      trainer = createTrainer(problem, phase);
    },
    epoch(samples, progress) {
      order = samples;
      problem.progress = progress;
      return trainer(samples.length);
    },
    state: () => problem.snapshot(),
    restore: (state) => problem.restore(state),
    parameters: () => unflatten(specs, parameters.slice()),
    outputs: (samples) => network.outputs(parameters, samples),
    gradient() {
      const gradient = zeroVector(specs);
      network.gradient(parameters, train, gradient);
      return unflatten(specs, gradient);
    },
    hessianVectorProduct: (vector) => product('hessianVectorProduct', vector),
    gaussNewtonVectorProduct: (vector) => product('gaussNewtonVectorProduct', vector),
    close: () => network.close(),
  };
}
