import { type ChosenEngine, chooseEngine, compose, type Experiment } from './compose.ts';
import type { ExperimentConfig } from './config/experiment.ts';
import type { Session } from './contracts/engine.ts';
import { drawData } from './draw.ts';
import type { FinishedEvent, MetricValues, RunEvent, RunResult, RunStatus } from './events.ts';
import { type RunIdentity, runIdentity } from './identity.ts';
import { initialize } from './initialize.ts';
import { measurementEpochs } from './measure.ts';
import { nextMacrotask } from './next-macrotask.ts';
import { sampleOrder } from './order.ts';
import { measureAll, openProbe } from './probe.ts';
import type { PluginRegistry } from './registry.ts';
import { stepsPerEpoch, totalSteps } from './steps.ts';
import { rootStream } from './streams.ts';

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

/**
 * Trains: for each phase, each epoch, the session's steps; at scheduled epochs, the metrics. Yields what happens.
 * Every error that bad settings can cause is thrown before the first event.
 *
 * @param signal stops the run before its next epoch, which then ends as `interrupted`
 */
export async function* train(
  { experiment, engine, identity }: PlannedRun,
  signal?: AbortSignal,
): AsyncGenerator<RunEvent, RunResult> {
  const { config, dataset, model } = experiment;
  const root = rootStream(config.seed);
  const data = drawData(dataset, config.seed);
  const specs = model.parameters(dataset.dimension);
  const initial = initialize(experiment, specs, data.train, root.child('init'));
  const session = await engine.engine.open({ experiment, data, specs, initial, stream: root.child('optimizer') });

  const epochSteps = stepsPerEpoch(experiment);
  const measurements = measurementEpochs(config);
  const order = new Int32Array(data.train.size);
  const started = performance.now();
  const seconds = () => (performance.now() - started) / 1000;
  let epochs = 0;
  let steps = 0;
  let final: MetricValues = {};

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

  /** The events up to the last, which it returns. */
  async function* events(session: Session): AsyncGenerator<RunEvent, FinishedEvent> {
    // Measured first, so that metrics that cannot be had are refused before the run counts as begun.
    const first = measure(0);
    yield {
      type: 'started',
      identity,
      config,
      epochs: config.phases.reduce((sum, phase) => sum + phase.epochs, 0),
      steps: totalSteps(experiment),
    };
    if (!first.finite) return end('diverged', 0);
    yield first.event;

    let reported = performance.now();
    for (const [index, phase] of config.phases.entries()) {
      yield { type: 'phase', phase: index };
      session.startPhase(index);
      const fillOrder = sampleOrder(phase.order, root.child('order').child(`phase ${index}`));
      for (let epoch = 0; epoch < phase.epochs; epoch++) {
        if (signal?.aborted === true) return end('interrupted');
        fillOrder(order);
        const completed = session.epoch(order, epoch / phase.epochs);
        steps += completed;
        if (completed < (epochSteps[index] as number)) return end('diverged', steps + 1);
        epochs++;
        if (measurements.has(epochs)) {
          const { finite, event } = measure(index);
          if (!finite) return end('diverged', steps + 1);
          yield event;
        }
        if (performance.now() - reported >= PROGRESS_INTERVAL) {
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
  } finally {
    session.close();
  }
}
