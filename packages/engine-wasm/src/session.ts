import { createTrainer, type Session, type SessionSetup, type Trainer } from '@sharpness-lab/core';
import type { FusedStep } from './bindings.ts';
import { type Architecture, parameterLayout } from './layout.ts';
import { openMemory } from './memory.ts';
import { batchNormPasses, samplePasses } from './passes.ts';
import { SpanProblem } from './problem.ts';
import { fullVector, readParameters, type Span, toSpan, writeParameters } from './vectors.ts';

/** How an experiment is executed. */
export interface Execution {
  readonly architecture: Architecture;
  /** For each phase the fused step, or undefined for the generic path. */
  readonly fusedSteps: readonly (FusedStep | undefined)[];
  /** Vectors that optimizers and constraints hold at a time. */
  readonly vectors: number;
}

/** Opens a session. All its memory is allocated here; a step allocates nothing. */
export async function openSession(
  { experiment, data: { train }, initial, stream }: SessionSetup,
  { architecture, fusedSteps, vectors }: Execution,
): Promise<Session> {
  const layout = parameterLayout(architecture, train.dimension);
  const memory = await openMemory(architecture, layout, train, vectors + 2);
  const { kernels, floats, map, order } = memory;
  const [parameters, gradient, ...spans] = map.vectors.map((address) => fullVector(address, layout)) as [
    Span,
    Span,
    ...Span[],
  ];
  const batch = architecture.normalization === 'batch';
  const passes = (batch ? batchNormPasses : samplePasses)(memory, experiment.loss);
  const fusedEpoch = batch ? kernels.batchNormSamEpoch : kernels.samEpoch;
  const problem = new SpanProblem({ kernels, passes, parameters, spans, stream });
  writeParameters(floats, parameters, initial);
  let trainer: Trainer;

  const fusedTrainer =
    ({ rate, radius }: FusedStep): Trainer =>
    (length) =>
      fusedEpoch(map.workspace, parameters.address, length, rate(problem.progress), radius(problem.progress));

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
    // The memory goes with the last reference to the session.
    close() {},
  };
}
