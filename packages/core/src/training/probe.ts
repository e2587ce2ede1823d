import { formatValue } from '../config/issues.ts';
import type { Session } from '../contracts/engine.ts';
import type { Experiment } from '../contracts/experiment.ts';
import type { Loss } from '../contracts/loss.ts';
import type { Probe, Split } from '../contracts/metric.ts';
import type { ParameterSpecs, ParameterValues } from '../contracts/model.ts';
import type { Data } from '../contracts/samples.ts';
import { attribute, pluginError } from '../plugins/attribution.ts';
import type { RandomStream } from '../random/random-stream.ts';

/** A probe on the present state of a session. The session must not train while the probe is in use. */
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
      once('derivatives', () =>
        attribute(experiment.model, () =>
          experiment.model.closedForms?.derivatives(probe.parameters, data.train, data.train),
        ),
      ),
    gradient: () => once('gradient', () => session.gradient()),
    stream: (name) => stream.child(name),
    ...(hessian === undefined ? {} : { hessianVectorProduct: hessian }),
    ...(gaussNewton === undefined ? {} : { gaussNewtonVectorProduct: gaussNewton }),
  };
  return probe;
}

function meanLoss({ data, loss, outputs }: Probe, split: Split): number {
  const { targets, size } = data[split];
  const values = outputs(split);
  let sum = 0;
  attribute(loss, () => {
    for (let i = 0; i < size; i++) sum += loss.value(values[i] as number, targets[i] as number);
  });
  if (!Number.isFinite(sum)) checkLoss(loss, values, targets);
  return sum / size;
}

// A run that diverges has an infinite loss. A loss that is NaN at a finite output is an error of the loss.
function checkLoss(loss: Loss, outputs: Float32Array, targets: Float32Array): void {
  for (const [i, output] of outputs.entries()) {
    const value = loss.value(output, targets[i] as number);
    if (!Number.isFinite(output) || (typeof value === 'number' && !Number.isNaN(value))) continue;
    throw pluginError(
      loss,
      `expected a number at output ${output} and target ${targets[i]}, got ${formatValue(value)}`,
    );
  }
}

function memoize(): <T>(key: string, compute: () => T) => T {
  const cache = new Map<string, unknown>();
  return <T>(key: string, compute: () => T): T => {
    if (!cache.has(key)) cache.set(key, compute());
    return cache.get(key) as T;
  };
}
