import type { ParameterSpecs, ParameterValues } from './contracts/model.ts';
import { drawData } from './draw.ts';
import { LabError } from './errors.ts';
import type { MetricValues } from './events.ts';
import { sizeOf } from './initialize.ts';
import { measureAll, openProbe } from './probe.ts';
import { rootStream } from './streams.ts';
import type { PlannedRun } from './train.ts';

/**
 * Measures the metrics of an experiment at given parameters instead of along its training: on a line between two runs,
 * on a plane through one. The data are the run's own and nothing is trained, so at the parameters with which the run
 * ended this gives bit for bit what it measured last, on an engine that trains in single precision.
 *
 * @param points parameters by name, in single precision; taken one after the other as the measurements are asked for
 * @returns the values at each point in turn, none where the training loss is not finite
 * @throws LabError of kind `config` naming the parameters that are not those of the experiment's model
 */
export async function* measureAt(
  { experiment, engine: { engine } }: PlannedRun,
  points: Iterable<ParameterValues>,
): AsyncGenerator<MetricValues, void> {
  const { config, dataset, model, metrics } = experiment;
  const root = rootStream(config.seed);
  const data = drawData(dataset, config.seed);
  const specs = model.parameters(dataset.dimension);
  for (const initial of points) {
    ensureParameters(specs, initial, config.model.name);
    // A session of its own for each point: none can tell which points were before it.
    const session = await engine.open({ experiment, data, specs, initial, stream: root.child('optimizer') });
    try {
      const probe = openProbe(experiment, data, specs, session, root.child('probe'));
      yield Number.isFinite(probe.meanLoss('train')) ? measureAll(metrics, probe) : {};
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
