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

/** What a panel shows of a network at the end of a run, beside its learning curves. */
export interface Picture {
  /** Ends the chart's name. */
  readonly name: string;
  /** Follows the panel's title. */
  readonly subject: string;
  /** Undefined where the network has no such thing to show. */
  draw(trained: TrainedRun, labels: { readonly name: string; readonly title: string }): Chart | undefined;
}

const activations: Picture = {
  name: 'activations',
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
  name: 'neurons',
  subject: 'the neurons with the largest weights',
  draw: ({ parameters }, labels) => largestNeurons({ ...labels, parameters }),
};

const columns: Picture = {
  name: 'columns',
  subject: 'norms of the columns of W₁',
  draw: ({ parameters }, labels) => weightColumns({ ...labels, parameters }),
};

/** What can be shown of a network at the end of a run, by name. */
export const networkPictures = { activations, neurons, columns } as const satisfies Readonly<Record<string, Picture>>;

/**
 * By panel. Activations stand where the paper is about memorizing, and where it is about the contrast to it; they need
 * ReLU networks without normalization, whose output adds up what the neurons contribute.
 */
export const pictures: Readonly<Record<string, readonly Picture[]>> = {
  fig1b: [activations],
  fig2b: [neurons, columns],
  fig4a: [activations],
  fig4b: [activations],
  fig9b: [activations],
  fig11b: [activations],
};
