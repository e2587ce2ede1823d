import { createTrainer, type Session, type SessionSetup, type Trainer } from '@sharpness-lab/core';
import type { FusedStep } from './bindings.ts';
import { openMemory } from './memory.ts';
import type { Network } from './networks/network.ts';
import { SpanProblem } from './problem.ts';
import { fullVector, readParameters, type Span, writeParameters } from './vectors.ts';

/** How an experiment is executed. */
export interface Execution {
  readonly network: Network;
  /** For each phase the fused step, or undefined for the generic path. */
  readonly fusedSteps: readonly (FusedStep | undefined)[];
  /** Vectors that optimizers and constraints hold at a time. */
  readonly vectors: number;
}

/** Opens a session. All its memory is allocated here; a step allocates nothing. */
export async function openSession(
  { experiment, data: { train }, initial, stream }: SessionSetup,
  { network, fusedSteps, vectors }: Execution,
): Promise<Session> {
  const memory = await openMemory(network, train, vectors + 2);
  const { kernels, floats, map, order, targets, stepTargets } = memory;
  const [parameters, gradient, ...spans] = map.vectors.map((address) => fullVector(address, network.layout)) as [
    Span,
    Span,
    ...Span[],
  ];
  const passes = network.passes(memory, experiment.loss);
  const fusedEpoch = network.fusedEpoch(kernels);
  const problem = new SpanProblem({ memory, passes, parameters, spans, stream });
  writeParameters(floats, parameters, initial);
  let trainer: Trainer;

  const fusedTrainer = ({ rate, radius, weightDecay }: FusedStep): Trainer => {
    return (length) => {
      for (let k = 0; k < length; k++) stepTargets[k] = targets[order[k] as number] as number;
      const { progress } = problem;
      return fusedEpoch(map.workspace, parameters.address, length, rate(progress), radius(progress), weightDecay);
    };
  };

  return {
    startPhase(index) {
      const phase = experiment.phases[index];
      if (phase === undefined) throw new RangeError(`no phase ${index}`);
      const fused = fusedSteps[index];
      problem.progress = 0;
      problem.startPhase(phase.config.keepState);
      trainer = fused === undefined ? createTrainer(problem, phase) : fusedTrainer(fused);
    },
    epoch(samples, progress) {
      order.set(samples);
      problem.progress = progress;
      return trainer(samples.length);
    },
    parameters: () => readParameters(floats, parameters),
    outputs: (samples) => passes.outputs(parameters.address, samples),
    gradient() {
      for (let i = 0; i < order.length; i++) order[i] = i;
      passes.gradient({ start: 0, size: order.length }, parameters.address, gradient.address);
      return readParameters(floats, gradient);
    },
    // The memory goes with the last reference to the session.
    close() {},
  };
}
