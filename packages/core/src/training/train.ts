import type { Clock } from '../contracts/clock.ts';
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

/**
 * Milliseconds between two progress events. At a progress event the loop returns control to the event loop, so that the
 * run can be stopped.
 */
const PROGRESS_INTERVAL = 100;

/** Options of an execution. They do not influence results. */
export interface TrainOptions {
  /** Stops the run before its next epoch. The run then ends as `interrupted`. */
  readonly signal?: AbortSignal | undefined;
  /**
   * Seconds between two checkpoints, which are taken after an epoch. A run that completes or is interrupted takes one
   * too. Without this option there are no checkpoints.
   */
  readonly checkpointEvery?: number | undefined;
  /** The checkpoint from which the run resumes. Measurements up to it are not repeated. */
  readonly from?: Checkpoint | undefined;
}

/**
 * Trains: in each phase and each epoch the session takes its steps, and at scheduled epochs the metrics are measured.
 * Yields the events of the run. Every error of wrong settings is thrown before the first event.
 */
export async function* train(
  planned: PlannedRun,
  clock: Clock,
  options: TrainOptions = {},
): AsyncGenerator<RunEvent, RunResult> {
  const setting = settingOf(planned);
  const session = await openSession(planned, setting);
  try {
    const finished = yield* events(planned, setting, session, clock, options);
    yield finished;
    return finished.result;
  } catch (error) {
    // Only the engine is named here. Errors of other plugins are named where the plugins are called.
    throw attributed(planned.engine.engine, error);
  } finally {
    session.close();
  }
}

/** Yields all events except the last one, and returns the last one. */
async function* events(
  planned: PlannedRun,
  setting: Setting,
  session: Session,
  clock: Clock,
  { signal, checkpointEvery, from }: TrainOptions,
): AsyncGenerator<RunEvent, FinishedEvent> {
  const { experiment, identity } = planned;
  const { config } = experiment;
  const { data, specs, streams } = setting;
  const state = new RunState(planned, clock, from);
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
  let savedAt = clock.now();

  /** Yields a checkpoint if checkpoints are wanted and an epoch has passed since the last one. */
  function* checkpoint(phase: number, order: RandomStream): Generator<CheckpointEvent> {
    if (checkpointEvery === undefined || state.epoch === savedEpoch) return;
    savedEpoch = state.epoch;
    yield { type: 'checkpoint', checkpoint: state.checkpoint(phase, order.state, session.state()), specs };
    savedAt = clock.now();
  }

  // The first measurement comes before the event `started`, so that impossible metrics are refused before the run
  // counts as begun.
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
  let reported = clock.now();
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
      const now = clock.now();
      if (state.epoch === totalEpochs || now - savedAt >= interval) yield* checkpoint(index, orderStream);
      if (now - reported >= PROGRESS_INTERVAL) {
        yield { type: 'progress', epoch: state.epoch, step: state.step, seconds: state.seconds };
        await nextMacrotask();
        reported = clock.now();
      }
    }
  }
  return end('completed');
}
