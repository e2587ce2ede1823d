import type { Session } from '../contracts/engine.ts';
import type {
  Checkpoint,
  CheckpointEvent,
  FinishedEvent,
  RunEvent,
  RunResult,
  RunStatus,
} from '../contracts/events.ts';
import type { PlannedRun } from '../planning/plan-run.ts';
import { stepsPerEpoch, totalSteps } from '../planning/steps.ts';
import { attributed } from '../plugins/attribution.ts';
import type { RandomStream } from '../random/random-stream.ts';
import { Measuring } from './measuring.ts';
import { nextMacrotask } from './next-macrotask.ts';
import { openSession, type Setting, settingOf } from './open-session.ts';
import { RunState } from './run-state.ts';
import { sampleOrder } from './sample-order.ts';

/** Milliseconds between two progress events; between them the loop hands control back, so that a run can be stopped. */
const PROGRESS_INTERVAL = 100;

/** How a run is executed; none of it decides its results. */
export interface TrainOptions {
  /** Stops the run before its next epoch, which then ends as `interrupted`. */
  readonly signal?: AbortSignal | undefined;
  /**
   * Seconds between two checkpoints, taken after the next epoch; there is one, too, when the run is complete or
   * interrupted. Without it there are none.
   */
  readonly checkpointEvery?: number | undefined;
  /** A checkpoint of this run to go on from. What it measured up to there is not measured again. */
  readonly from?: Checkpoint | undefined;
}

/**
 * Trains: for each phase, each epoch, the session's steps; at scheduled epochs, the metrics. Yields what happens.
 * Every error that bad settings can cause is thrown before the first event.
 */
export async function* train(planned: PlannedRun, options: TrainOptions = {}): AsyncGenerator<RunEvent, RunResult> {
  const setting = settingOf(planned);
  const session = await openSession(planned, setting);
  try {
    const finished = yield* events(planned, setting, session, options);
    yield finished;
    return finished.result;
  } catch (error) {
    // All other plugins are named where they are called.
    throw attributed(planned.engine.engine, error);
  } finally {
    session.close();
  }
}

/** The events up to the last, which it returns. */
async function* events(
  planned: PlannedRun,
  setting: Setting,
  session: Session,
  { signal, checkpointEvery, from }: TrainOptions,
): AsyncGenerator<RunEvent, FinishedEvent> {
  const { experiment, identity } = planned;
  const { config } = experiment;
  const { data, specs, streams } = setting;
  const state = new RunState(planned, from);
  const measuring = new Measuring(experiment, setting, session, state);
  const totalEpochs = config.phases.reduce((sum, phase) => sum + phase.epochs, 0);
  const end = (status: RunStatus, divergedAtStep?: number): FinishedEvent => ({
    type: 'finished',
    result: state.result(status, divergedAtStep),
    specs,
    parameters: session.parameters(),
  });

  const interval = 1000 * (checkpointEvery ?? Number.POSITIVE_INFINITY);
  let savedEpoch = state.epoch;
  let savedAt = performance.now();

  /** A checkpoint, if one is wanted and an epoch has passed since the last. */
  function* checkpoint(phase: number, order: RandomStream): Generator<CheckpointEvent> {
    if (checkpointEvery === undefined || state.epoch === savedEpoch) return;
    savedEpoch = state.epoch;
    yield { type: 'checkpoint', checkpoint: state.checkpoint(phase, order.state, session.state()), specs };
    savedAt = performance.now();
  }

  // Measured first, so that metrics that cannot be had are refused before the run counts as begun.
  const first = from === undefined ? measuring.measure(0) : undefined;
  yield {
    type: 'started',
    identity,
    config,
    quantities: experiment.metrics.flatMap(({ quantities }) => quantities),
    epochs: totalEpochs,
    steps: totalSteps(experiment),
  };
  if (from === undefined) {
    if (first === undefined) return end('diverged', 0);
    yield first;
  } else {
    yield { type: 'resumed', epoch: state.epoch, step: state.step };
  }

  const epochSteps = stepsPerEpoch(experiment);
  const order = new Int32Array(data.train.size);
  let reported = performance.now();
  let phaseEnd = 0;
  for (const [index, phase] of config.phases.entries()) {
    const phaseStart = phaseEnd;
    phaseEnd += phase.epochs;
    if (from !== undefined && index < from.phase) continue;
    yield { type: 'phase', phase: index };
    session.startPhase(index);
    const orderStream = streams.order(index);
    const fillOrder = sampleOrder(phase.order, orderStream);
    if (index === from?.phase) {
      session.restore(from.session);
      orderStream.state = from.order;
    }
    while (state.epoch < phaseEnd) {
      if (signal?.aborted === true) {
        yield* checkpoint(index, orderStream);
        return end('interrupted');
      }
      fillOrder(order);
      const completed = session.epoch(order, (state.epoch - phaseStart) / phase.epochs);
      state.step += completed;
      if (completed < (epochSteps[index] as number)) return end('diverged', state.step + 1);
      state.epoch++;
      if (measuring.isDue) {
        const measured = measuring.measure(index);
        if (measured === undefined) return end('diverged', state.step + 1);
        yield measured;
      }
      const now = performance.now();
      if (state.epoch === totalEpochs || now - savedAt >= interval) yield* checkpoint(index, orderStream);
      if (now - reported >= PROGRESS_INTERVAL) {
        yield { type: 'progress', epoch: state.epoch, step: state.step, seconds: state.seconds };
        await nextMacrotask();
        reported = performance.now();
      }
    }
  }
  return end('completed');
}
