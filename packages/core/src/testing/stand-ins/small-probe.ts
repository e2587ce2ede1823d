import type { ExperimentInput } from '../../contracts/experiment-config.ts';
import type { Probe } from '../../contracts/metric.ts';
import type { Definition } from '../../contracts/plugin.ts';
import type { Data } from '../../contracts/samples.ts';
import { rootStream } from '../../random/random-stream.ts';
import { openProbe } from '../../training/probe.ts';
import { drawParameters } from '../draw-parameters.ts';
import { openReferenceSession } from './reference-engine.ts';
import { smallLab } from './small-lab.ts';

interface Variant {
  /** The content of the probe, for messages. */
  readonly shows: string;
  /** The members that the probe lacks. */
  readonly lacks?: readonly ('closed forms' | 'Hessian-vector products')[];
}

/** The networks of {@link smallProbe}. */
export const smallProbeVariants = {
  complete: { shows: 'a network that offers everything' },
  interpolating: { shows: 'a network that interpolates the training set' },
  collapsed: { shows: 'a network whose parameters are all zero' },
  'no-closed-forms': { shows: 'a network without closed forms', lacks: ['closed forms'] },
  'no-products': { shows: 'an engine without Hessian-vector products', lacks: ['Hessian-vector products'] },
  bare: {
    shows: 'a network without closed forms on an engine without Hessian-vector products',
    lacks: ['closed forms', 'Hessian-vector products'],
  },
} as const satisfies Record<string, Variant>;

export type SmallProbeVariant = keyof typeof smallProbeVariants;

/**
 * A probe on a small network in double precision.
 *
 * @param input the differences to the experiment of {@link smallLab}; the model must have closed forms
 * @param plugins the definitions of plugins in it
 */
export function smallProbe(
  variant: SmallProbeVariant = 'complete',
  input: Partial<ExperimentInput> = {},
  plugins: readonly Definition[] = [],
): Probe {
  const { lacks = [] }: Variant = smallProbeVariants[variant];
  const lab = smallLab(plugins);
  const { experiment } = lab.plan(lab.resolve(input));
  const { dataset, model } = experiment;
  const root = rootStream(0);
  const drawn = dataset.sample(root.child('data'));
  const specs = model.parameters(dataset.dimension);
  const parameters = drawParameters(model, specs, [drawn.train, drawn.test]);
  const initial =
    variant === 'collapsed'
      ? Object.fromEntries(Object.entries(parameters).map(([name, values]) => [name, values.map(() => 0)]))
      : parameters;
  const open = (data: Data) => openReferenceSession({ experiment, data, specs, initial, stream: root });
  const data =
    variant === 'interpolating'
      ? { ...drawn, train: { ...drawn.train, targets: open(drawn).outputs(drawn.train) } }
      : drawn;

  const { closedForms: _closedForms, ...bareModel } = model;
  const { hessianVectorProduct: _product, ...bareSession } = open(data);
  return openProbe(
    lacks.includes('closed forms') ? { ...experiment, model: bareModel } : experiment,
    data,
    specs,
    lacks.includes('Hessian-vector products') ? bareSession : open(data),
    root.child('probe'),
  );
}
