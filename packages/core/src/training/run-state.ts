import type { SessionState } from '../contracts/engine.ts';
import type { Checkpoint, RunResult, RunStatus } from '../contracts/events.ts';
import type { Measured } from '../contracts/measurement.ts';
import type { PlannedRun } from '../planning/plan-run.ts';

/** Where a run stands, counted over all phases: what checkpoints and results are made of. */
export class RunState {
  epoch: number;
  step: number;
  /** The metrics measured last. */
  final: Measured;
  readonly #planned: PlannedRun;
  readonly #secondsBefore: number;
  readonly #started = performance.now();

  /** @param from the checkpoint from which the run goes on */
  constructor(planned: PlannedRun, from: Checkpoint | undefined) {
    this.#planned = planned;
    this.epoch = from?.epoch ?? 0;
    this.step = from?.step ?? 0;
    this.final = from?.final ?? { values: {} };
    this.#secondsBefore = from?.seconds ?? 0;
  }

  /** Wall-clock time of training so far: up to the checkpoint and from there on. */
  get seconds(): number {
    return this.#secondsBefore + (performance.now() - this.#started) / 1000;
  }

  /** @param order the position of the phase's sample order */
  checkpoint(phase: number, order: readonly number[], session: SessionState): Checkpoint {
    const { epoch, step, seconds, final } = this;
    return { runId: this.#planned.identity.runId, phase, epoch, step, seconds, final, order, session };
  }

  result(status: RunStatus, divergedAtStep?: number): RunResult {
    const { epoch, step, seconds, final } = this;
    return {
      runId: this.#planned.identity.runId,
      status,
      engine: this.#planned.engine.name,
      epochs: epoch,
      steps: step,
      seconds,
      stepsPerSecond: step / seconds,
      final,
      ...(divergedAtStep === undefined ? {} : { divergedAtStep }),
    };
  }
}
