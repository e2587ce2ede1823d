import type { Measured } from '../contracts/measurement.ts';
import type { ParameterSpecs, ParameterValues } from '../contracts/model.ts';
import { LabError } from '../errors.ts';
import { sizeOf } from '../parameters/size-of.ts';
import type { PlannedRun } from '../planning/plan-run.ts';
import { measureAll } from '../training/measure-all.ts';
import { openSession, settingOf } from '../training/open-session.ts';
import { openProbe } from '../training/probe.ts';

/**
 * Measures the metrics of an experiment at given parameters instead of during its training: on a line between two runs,
 * or on a plane through one. The data are those of the run, and nothing is trained. So at the final parameters of the
 * run the values are its last measurement, bit for bit, on an engine that trains in single precision.
 *
 * @param points parameters by name, in single precision; taken one after the other as the measurements are requested
 * @returns the measurements at each point in turn, without values where the training loss is not finite
 * @throws LabError of kind `config` naming the parameters that are not those of the experiment's model
 */
export async function* measureAt(
  planned: PlannedRun,
  points: Iterable<ParameterValues>,
): AsyncGenerator<Measured, void> {
  const { experiment } = planned;
  const setting = settingOf(planned);
  const { data, specs, streams } = setting;
  for (const initial of points) {
    ensureParameters(specs, initial, experiment.config.model.name);
    // Each point has a session of its own, so that no measurement depends on the points before it.
    const session = await openSession(planned, setting, initial);
    try {
      const probe = openProbe(experiment, data, specs, session, streams.probe);
      yield Number.isFinite(probe.meanLoss('train')) ? measureAll(experiment.metrics, probe) : { values: {} };
    } finally {
      session.close();
    }
  }
}

function ensureParameters(specs: ParameterSpecs, values: ParameterValues, model: string): void {
  const expected = new Map(Object.entries(specs).map(([name, { shape }]) => [name, sizeOf(shape)]));
  for (const name of new Set([...expected.keys(), ...Object.keys(values)])) {
    const [size, length] = [expected.get(name), values[name]?.length];
    if (size === length) continue;
    throw new LabError(
      'config',
      `parameters "${name}": expected ${size ?? 'no'} numbers for the model ${model}, got ${length ?? 'none'}`,
    );
  }
}
