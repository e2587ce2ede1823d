import type { Clock } from '../contracts/clock.ts';
import type { SessionState } from '../contracts/engine.ts';
import type { Checkpoint, RunResult, RunStatus } from '../contracts/events.ts';
import type { Measured } from '../contracts/measurement.ts';
import type { PlannedRun } from '../planning/plan-run.ts';

/** The progress of a run, counted over all phases. Checkpoints and results are made from it. */
export class RunState {
  epoch: number;
  step: number;
  /** The metrics measured last. */
  final: Measured;
  readonly #planned: PlannedRun;
  readonly #secondsBefore: number;
  readonly #clock: Clock;
  readonly #started: number;

  /** @param from the checkpoint from which the run goes on */
  constructor(planned: PlannedRun, clock: Clock, from: Checkpoint | undefined) {
    this.#planned = planned;
    this.#clock = clock;
    this.#started = clock.now();
    this.epoch = from?.epoch ?? 0;
    this.step = from?.step ?? 0;
    this.final = from?.final ?? { values: {} };
    this.#secondsBefore = from?.seconds ?? 0;
  }

  /** Wall-clock time of training so far, including the time up to the checkpoint. */
  get seconds(): number {
    return this.#secondsBefore + (this.#clock.now() - this.#started) / 1000;
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
