import { attributed } from './attribution.ts';
import { type ChosenEngine, chooseEngine, compose, type Experiment, parametersOf } from './compose.ts';
import type { ExperimentConfig } from './config/experiment.ts';
import type { Session } from './contracts/engine.ts';
import { drawData } from './draw.ts';
import type { Checkpoint, CheckpointEvent, FinishedEvent, RunEvent, RunResult, RunStatus } from './events.ts';
import { type RunIdentity, runIdentity } from './identity.ts';
import { initialize } from './initialize.ts';
import { measurementEpochs } from './measure.ts';
import { nextMacrotask } from './next-macrotask.ts';
import { sampleOrder } from './order.ts';
import { measureAll, openProbe } from './probe.ts';
import type { PluginRegistry } from './registry.ts';
import { stepsPerEpoch, totalSteps } from './steps.ts';
import { type RandomStream, rootStream } from './streams.ts';

/** Milliseconds between two progress events; between them the loop hands control back, so that a run can be stopped. */
const PROGRESS_INTERVAL = 100;

/** A run that has been checked from end to end and has an identity, but has not begun. */
export interface PlannedRun {
  readonly experiment: Experiment;
  readonly engine: ChosenEngine;
  readonly identity: RunIdentity;
}

/** @throws LabError when the experiment cannot run as configured. */
export function planRun(config: ExperimentConfig, registry: PluginRegistry): PlannedRun {
  const experiment = compose(config, registry);
  const engine = chooseEngine(experiment, registry);
  return { experiment, engine, identity: runIdentity(config, engine, registry) };
}

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
export async function* train(
  { experiment, engine, identity }: PlannedRun,
  { signal, checkpointEvery, from }: TrainOptions = {},
): AsyncGenerator<RunEvent, RunResult> {
  const { config, dataset, model } = experiment;
  const root = rootStream(config.seed);
  const data = drawData(dataset, config.seed);
  const specs = parametersOf(model, dataset.dimension);
  const initial = initialize(experiment, specs, data.train, root.child('init'));
  const session = await engine.engine
    .open({ experiment, data, specs, initial, stream: root.child('optimizer') })
    .catch((error: unknown) => {
      throw attributed(engine.engine, error);
    });

  const epochSteps = stepsPerEpoch(experiment);
  const measurements = measurementEpochs(config);
  const order = new Int32Array(data.train.size);
  const totalEpochs = config.phases.reduce((sum, phase) => sum + phase.epochs, 0);
  const started = performance.now();
  const seconds = () => (from?.seconds ?? 0) + (performance.now() - started) / 1000;
  let { epoch: epochs, step: steps, final } = from ?? { epoch: 0, step: 0, final: {} };

  const end = (status: RunStatus, divergedAtStep?: number): FinishedEvent => {
    const elapsed = seconds();
    return {
      type: 'finished',
      result: {
        runId: identity.runId,
        status,
        engine: engine.name,
        epochs,
        steps,
        seconds: elapsed,
        stepsPerSecond: steps / elapsed,
        final,
        ...(divergedAtStep === undefined ? {} : { divergedAtStep }),
      },
      specs,
      parameters: session.parameters(),
    };
  };

  const measure = (phase: number) => {
    const probe = openProbe(experiment, data, specs, session, root.child('probe'));
    const finite = Number.isFinite(probe.meanLoss('train'));
    if (finite) final = measureAll(experiment.metrics, probe);
    return {
      finite,
      event: { type: 'measured', phase, epoch: epochs, step: steps, seconds: seconds(), values: final } as const,
    };
  };

  const interval = 1000 * (checkpointEvery ?? Number.POSITIVE_INFINITY);
  let savedEpoch = epochs;
  let savedAt = started;

  /** A checkpoint, if one is wanted and an epoch has passed since the last. */
  function* checkpoint(phase: number, order: RandomStream): Generator<CheckpointEvent> {
    if (checkpointEvery === undefined || epochs === savedEpoch) return;
    savedEpoch = epochs;
    const state = { order: order.state, session: session.state() };
    yield {
      type: 'checkpoint',
      checkpoint: { runId: identity.runId, phase, epoch: epochs, step: steps, seconds: seconds(), final, ...state },
      specs,
    };
    savedAt = performance.now();
  }

  /** The events up to the last, which it returns. */
  async function* events(session: Session): AsyncGenerator<RunEvent, FinishedEvent> {
    // Measured first, so that metrics that cannot be had are refused before the run counts as begun.
    const first = from === undefined ? measure(0) : undefined;
    yield { type: 'started', identity, config, epochs: totalEpochs, steps: totalSteps(experiment) };
    if (first === undefined) {
      yield { type: 'resumed', epoch: epochs, step: steps };
    } else {
      if (!first.finite) return end('diverged', 0);
      yield first.event;
    }

    let reported = performance.now();
    let phaseEnd = 0;
    for (const [index, phase] of config.phases.entries()) {
      const phaseStart = phaseEnd;
      phaseEnd += phase.epochs;
      if (from !== undefined && index < from.phase) continue;
      yield { type: 'phase', phase: index };
      session.startPhase(index);
      const orderStream = root.child('order').child(`phase ${index}`);
      const fillOrder = sampleOrder(phase.order, orderStream);
      if (index === from?.phase) {
        session.restore(from.session);
        orderStream.state = from.order;
      }
      while (epochs < phaseEnd) {
        if (signal?.aborted === true) {
          yield* checkpoint(index, orderStream);
          return end('interrupted');
        }
        fillOrder(order);
        const completed = session.epoch(order, (epochs - phaseStart) / phase.epochs);
        steps += completed;
        if (completed < (epochSteps[index] as number)) return end('diverged', steps + 1);
        epochs++;
        if (measurements.has(epochs)) {
          const { finite, event } = measure(index);
          if (!finite) return end('diverged', steps + 1);
          yield event;
        }
        const now = performance.now();
        if (epochs === totalEpochs || now - savedAt >= interval) yield* checkpoint(index, orderStream);
        if (now - reported >= PROGRESS_INTERVAL) {
          yield { type: 'progress', epoch: epochs, step: steps, seconds: seconds() };
          await nextMacrotask();
          reported = performance.now();
        }
      }
    }
    return end('completed');
  }

  try {
    const finished = yield* events(session);
    yield finished;
    return finished.result;
  } catch (error) {
    // Whatever else takes part has been named by whoever called it.
    throw attributed(engine.engine, error);
  } finally {
    session.close();
  }
}
