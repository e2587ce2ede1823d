import {
  attribute,
  createTrainer,
  type Experiment,
  type ParameterValues,
  type Session,
  type SessionSetup,
  type Trainer,
} from '@sharpness-lab/core';
import type { KernelLoss } from './bindings.ts';
import { labelNoise } from './label-noise.ts';
import { openMemory } from './memory.ts';
import type { FusedPhase, Network } from './networks/network.ts';
import { SpanProblem } from './problem.ts';
import type { Products } from './products.ts';
import { fullVector, readParameters, type Span, toSpan, writeParameters } from './vectors.ts';

/** The way an experiment is executed. */
export interface Execution {
  readonly experiment: Experiment;
  readonly network: Network;
  /** The experiment's loss, where the fused kernels know it. */
  readonly loss: KernelLoss | undefined;
  /** For each phase the fused steps, or undefined for the generic path. */
  readonly fusedPhases: readonly (FusedPhase | undefined)[];
  /** Vectors that optimizers and constraints hold at a time. */
  readonly vectors: number;
}

/** The number of vectors of a session without those of optimizers and constraints. */
export const OWN_VECTORS = 3;

/** Opens a session. All its memory is allocated here. A step allocates nothing. */
export async function openSession(
  { experiment, network, loss, fusedPhases, vectors }: Execution,
  { data: { train }, initial, stream }: SessionSetup,
): Promise<Session> {
  const memory = await openMemory(network, train, vectors + OWN_VECTORS, loss);
  const { kernels, floats, map, order, targets, stepTargets } = memory;
  const { workspace } = map;
  const [parameters, gradient, direction, ...spans] = map.vectors.map((address) =>
    fullVector(address, network.layout),
  ) as [Span, Span, Span, ...Span[]];
  const passes = network.passes(memory, experiment.loss);
  const products = network.products(memory, experiment.loss);
  const fusedEpoch = network.fusedEpoch(kernels);
  const problem = new SpanProblem({ memory, passes, parameters, spans, order, targets, stream });
  writeParameters(floats, parameters, initial);
  let trainer: Trainer;

  const fusedTrainer = ({
    batchSize,
    batches,
    learningRate,
    rho,
    weightDecay,
    noise,
    fixedNorm,
  }: FusedPhase): Trainer => {
    const batchEpoch = batchSize > 1 ? network.batchEpoch?.(kernels, batches) : undefined;
    const addNoise = noise && labelNoise(noise, problem.stream(noise.stream));
    return (length) => {
      const { progress } = problem;
      for (let k = 0; k < length; k++) stepTargets[k] = targets[order[k] as number] as number;
      addNoise?.(stepTargets.subarray(0, length), progress);
      const { address: theta } = parameters;
      const [learningRateNow, rhoNow] = [learningRate(progress), rho(progress)];
      return batchEpoch === undefined
        ? fusedEpoch(workspace, theta, length, learningRateNow, rhoNow, weightDecay, fixedNorm?.norm ?? 0)
        : batchEpoch(workspace, theta, gradient.address, length, batchSize, learningRateNow, rhoNow, weightDecay);
    };
  };

  const product = (multiply: Products['hessian'], vector: ParameterValues) => {
    writeParameters(floats, direction, vector);
    multiply(parameters.address, direction.address, gradient.address);
    return readParameters(floats, gradient);
  };

  return {
    startPhase(index) {
      const phase = experiment.phases[index];
      if (phase === undefined) throw new RangeError(`no phase ${index}`);
      const fused = fusedPhases[index];
      problem.progress = 0;
      problem.startPhase(phase.config.keepState);
      if (fused === undefined) {
        trainer = createTrainer(problem, phase);
      } else {
        const { constraint } = phase;
        if (constraint !== undefined) attribute(constraint, () => constraint.start(problem)());
        trainer = fusedTrainer(fused);
      }
    },
    epoch(samples, progress) {
      order.set(samples);
      problem.progress = progress;
      return trainer(samples.length);
    },
    state: () => ({
      parameters: readParameters(floats, parameters),
      optimizer: Object.fromEntries(Array.from(problem.states, ([name, span]) => [name, readParameters(floats, span)])),
      streams: Object.fromEntries(Array.from(problem.streams, ([name, { state }]) => [name, state])),
    }),
    restore(state) {
      writeParameters(floats, parameters, state.parameters);
      for (const [name, values] of Object.entries(state.optimizer)) {
        writeParameters(floats, toSpan(problem.state(name)), values);
      }
      for (const [name, position] of Object.entries(state.streams)) problem.stream(name).state = position;
    },
    parameters: () => readParameters(floats, parameters),
    outputs: (samples) => passes.outputs(parameters.address, samples),
    gradient() {
      for (let i = 0; i < order.length; i++) order[i] = i;
      passes.gradient({ start: 0, size: order.length }, parameters.address, gradient.address);
      return readParameters(floats, gradient);
    },
    hessianVectorProduct: (vector) => product(products.hessian, vector),
    gaussNewtonVectorProduct: (vector) => product(products.gaussNewton, vector),
    // The memory is freed with the last reference to the session.
    close() {},
  };
}
