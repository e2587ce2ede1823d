import type { Session } from '../contracts/engine.ts';
import type { ParameterSpecs, ParameterValues } from '../contracts/model.ts';
import type { Data } from '../contracts/samples.ts';
import { initialize } from '../parameters/initialize.ts';
import { parametersOf } from '../parameters/parameters-of.ts';
import type { PlannedRun } from '../planning/plan-run.ts';
import { attributed } from '../plugins/attribution.ts';
import { RunStreams } from '../random/run-streams.ts';
import { checkTargets } from './check-targets.ts';
import { drawData } from './draw-data.ts';

/** The data and the parameters' shapes of a run. Only its configuration decides them. */
export interface Setting {
  readonly data: Data;
  readonly specs: ParameterSpecs;
  readonly streams: RunStreams;
}

/**
 * Draws the data of a run and gets the shapes of its parameters.
 *
 * @throws LabError of kind `plugin` naming the dataset or the model that fails; of kind `config` naming the loss or the
 *   metric that does not take the targets of the data
 */
export function settingOf({ experiment }: PlannedRun): Setting {
  const { config, dataset, model } = experiment;
  const data = drawData(dataset, config.seed);
  checkTargets(experiment, data);
  return {
    data,
    specs: parametersOf(model, dataset.dimension),
    streams: new RunStreams(config.seed),
  };
}

/** The initial parameters of a run, see {@link initialize}. */
export function initialParameters({ experiment }: PlannedRun, { data, specs, streams }: Setting): ParameterValues {
  return initialize(experiment, specs, data.train, streams.init);
}

/**
 * Opens the network of a run on its engine.
 *
 * @param initial the initial parameters, by default those of the run's initializer
 * @throws LabError of kind `engine` or `plugin` when the engine cannot
 */
export async function openSession(
  planned: PlannedRun,
  setting: Setting,
  initial = initialParameters(planned, setting),
): Promise<Session> {
  const { engine, plan } = planned.engine;
  const { data, specs, streams } = setting;
  try {
    return await plan.open({ data, specs, initial, stream: streams.optimizer });
  } catch (error) {
    throw attributed(engine, error);
  }
}
