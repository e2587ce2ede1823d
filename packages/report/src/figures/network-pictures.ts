import { drawData, type Lab, type ParameterValues } from '@sharpness-lab/core';
import type { Chart } from '../chart.ts';
import type { Run } from '../runs/run.ts';
import { activationMatrix } from './activation-matrix.ts';
import { largestNeurons, weightColumns } from './first-layer.ts';

/** A finished run and its final weights. */
interface TrainedRun {
  readonly run: Run;
  readonly parameters: ParameterValues;
  /** With the run's plugins. */
  readonly lab: Lab | undefined;
}

/** Something to be shown of a network at the end of a run. */
interface Picture {
  /** Follows the title of what it belongs to. */
  readonly subject: string;
  /** The picture; undefined where the network does not have the property that it shows. */
  draw(trained: TrainedRun, labels: { readonly name: string; readonly title: string }): Chart | undefined;
}

const activations: Picture = {
  subject: 'which neurons work for which sample',
  draw({ run, parameters, lab }, labels) {
    if (lab === undefined) return undefined;
    const { model, dataset, seed } = lab.resolve(run.config);
    const { closedForms } = lab.registry.create(model);
    if (closedForms === undefined) return undefined;
    const { train } = drawData(lab.registry.create(dataset), seed);
    return activationMatrix({ ...labels, closedForms, parameters, train });
  },
};

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
