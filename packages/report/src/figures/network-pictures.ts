import { drawData, type ExperimentConfig, type Lab, type ParameterValues, reference } from '@sharpness-lab/core';
import type { Chart } from '../chart.ts';
import type { Run } from '../runs/run.ts';
import { activationMatrix } from './activation-matrix.ts';
import { largestNeurons, weightColumns } from './first-layer.ts';

/** A finished run and its final weights. */
interface TrainedRun {
  readonly run: Run;
  readonly parameters: ParameterValues;
  /** With the run's model and dataset, for pictures that need them. */
  readonly lab: Lab | undefined;
}

/** Something to be shown of a network at the end of a run. */
interface Picture {
  /** Follows the title of what it belongs to. */
  readonly subject: string;
  /**
   * The picture; undefined where the network does not have the property that it shows.
   *
   * @throws LabError when it needs the run's model or data, and they cannot be made anew
   */
  draw(
    trained: TrainedRun,
    labels: { readonly name: string; readonly title: string },
  ): Chart | undefined | Promise<Chart | undefined>;
}

const activations: Picture = {
  subject: 'which neurons work for which sample',
  async draw({ run, parameters, lab }, labels) {
    const network = lab && (await networkOf(run, lab));
    if (network?.closedForms === undefined) return undefined;
    return activationMatrix({ ...labels, closedForms: network.closedForms, parameters, train: network.train });
  },
};

/**
 * The model of a run and its training set. The rest of the configuration may name plugins that the lab does not have.
 *
 * @throws LabError when they cannot be made anew, or a file that they read has changed
 */
async function networkOf({ config, environment }: Run, { registry, readAgain }: Lab) {
  const parts = { model: resolved('model', config, registry), dataset: resolved('dataset', config, registry) };
  const contents = await readAgain(parts, environment.sources);
  const { closedForms } = registry.create(parts.model, contents);
  return { closedForms, train: drawData(registry.create(parts.dataset, contents), config.seed).train };
}

function resolved<K extends 'model' | 'dataset'>(kind: K, config: ExperimentConfig, registry: Lab['registry']) {
  return registry.resolve(reference(kind).parse(config[kind]), [kind]);
}

const neurons: Picture = {
  subject: 'the neurons with the largest weights',
  draw: ({ parameters }, labels) => largestNeurons({ ...labels, parameters }),
};

const columns: Picture = {
  subject: 'norms of the columns of W₁',
  draw: ({ parameters }, labels) => weightColumns({ ...labels, parameters }),
};

/** The pictures of a network at the end of a run, by name. */
export const networkPictures = { activations, neurons, columns } as const satisfies Readonly<Record<string, Picture>>;

/** A picture of a network, by name. */
export type NetworkPicture = keyof typeof networkPictures;
