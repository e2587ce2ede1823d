import type { Experiment } from './compose.ts';
import type { Session } from './contracts/engine.ts';
import type { Estimate, Measurement, Metric, Probe, Split } from './contracts/metric.ts';
import type { ParameterSpecs, ParameterValues } from './contracts/model.ts';
import type { Data } from './contracts/samples.ts';
import { LabError } from './errors.ts';
import type { MetricValues } from './events.ts';
import type { RandomStream } from './streams.ts';

/** A probe on a session as it stands now; training must not go on while it is in use. */
export function openProbe(
  experiment: Experiment,
  data: Data,
  specs: ParameterSpecs,
  session: Session,
  stream: RandomStream,
): Probe {
  const once = memoize();
  const hessian = session.hessianVectorProduct?.bind(session);
  const gaussNewton = session.gaussNewtonVectorProduct?.bind(session);
  const probe: Probe = {
    config: experiment.config,
    data,
    model: experiment.model,
    loss: experiment.loss,
    specs,
    get parameters() {
      return once('parameters', (): ParameterValues => session.parameters());
    },
    outputs: (split) => once(`outputs:${split}`, () => session.outputs(data[split])),
    meanLoss: (split) => once(`loss:${split}`, () => meanLoss(probe, split)),
    derivatives: () =>
      once('derivatives', () => experiment.model.closedForms?.derivatives(probe.parameters, data.train, data.train)),
    gradient: () => once('gradient', () => session.gradient()),
    stream: (name) => stream.child(name),
    ...(hessian === undefined ? {} : { hessianVectorProduct: hessian }),
    ...(gaussNewton === undefined ? {} : { gaussNewtonVectorProduct: gaussNewton }),
  };
  return probe;
}

/**
 * Measures all metrics at one point. Values that are not finite are left out.
 *
 * @throws LabError of kind `plugin` when two metrics give a number the same name
 */
export function measureAll(metrics: readonly Metric[], probe: Probe): MetricValues {
  const values: Record<string, number> = {};
  for (const metric of metrics) {
    for (const [name, measured] of Object.entries(flatten(metric.measure(probe)))) {
      if (Object.hasOwn(values, name)) {
        throw new LabError('plugin', `two metrics measure "${name}": take one of them out of the list`);
      }
      if (Number.isFinite(measured)) values[name] = measured;
    }
  }
  return values;
}

function flatten(measurement: Measurement): Record<string, number> {
  return Object.fromEntries(
    Object.entries(measurement).flatMap(([name, measured]): [string, number][] =>
      isEstimate(measured)
        ? [
            [name, measured.value],
            [`${name}-standard-error`, measured.standardError],
          ]
        : [[name, measured]],
    ),
  );
}

function isEstimate(value: number | Estimate): value is Estimate {
  return typeof value !== 'number';
}

function meanLoss({ data, loss, outputs }: Probe, split: Split): number {
  const { targets, size } = data[split];
  const values = outputs(split);
  let sum = 0;
  for (let i = 0; i < size; i++) sum += loss.value(values[i] as number, targets[i] as number);
  return sum / size;
}

function memoize(): <T>(key: string, compute: () => T) => T {
  const cache = new Map<string, unknown>();
  return <T>(key: string, compute: () => T): T => {
    if (!cache.has(key)) cache.set(key, compute());
    return cache.get(key) as T;
  };
}
