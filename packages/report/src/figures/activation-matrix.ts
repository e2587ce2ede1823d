import type { ClosedForms, ParameterValues, Samples } from '@sharpness-lab/core';
import type { Chart } from '../chart.ts';
import { heatMap } from '../charts/heat-map.ts';

/** A network with known pre-activations of its first hidden layer, with ReLU activations. */
export interface ActivationData {
  readonly name: string;
  readonly title: string;
  readonly closedForms: Pick<ClosedForms, 'preActivations' | 'neuronNorms'>;
  readonly parameters: ParameterValues;
  readonly train: Samples;
}

/** Contributions below this part of the largest one count as zero: training leaves so much of silenced neurons. */
const NEGLIGIBLE = 0.01;

/** At the width of a panel, at most so many neurons can be distinguished. */
const MOST_NEURONS = 100;

/**
 * Which neurons of the first hidden layer work for which training sample: |w2_j| relu(z_j(x_i)), with z the
 * pre-activations and |w2_j| the norm of the neuron's outgoing weights. In a two-layer network these are the sizes of the
 * neurons' summands in f(x_i), which do not change when a neuron's weights are rescaled from one layer to the next.
 *
 * Samples are ordered by the signs of x[1] and x[2], which decide their targets, so that neurons that see the signal show
 * as blocks. Shown are the neurons that contribute a hundredth of the largest contribution or more on some sample, and of
 * these at most 150, the largest by their contributions to all samples; they are ordered by the sample to which they
 * contribute most. A network that memorizes looks diagonal: each neuron works for a single sample.
 *
 * Undefined where no neuron is active.
 */
export function activationMatrix(data: ActivationData): Chart | undefined {
  const { name, title, train } = data;
  const contributions = contributionsOf(data, bySigns(train));
  const { shown, total } = shownNeurons(contributions);
  if (shown.length === 0) return undefined;
  const width = contributions.length;
  const selection = shown.length === total ? 'all that contribute' : `the largest of ${total} that contribute`;
  return heatMap({
    name,
    title,
    description:
      `What first-layer neurons contribute on ${train.size} training samples, which are ordered by the ` +
      `signs of x[1] and x[2]. Shown are ${shown.length} of ${width} neurons, ${selection}, ordered by the sample to ` +
      `which they contribute most. The mean shown neuron makes ${(100 * meanLargestShare(shown)).toFixed(0)} % of its ` +
      'contributions to one sample; in a network that memorizes it makes 100 %, and the matrix is diagonal.',
    x: `Neuron j, by its sample (${shown.length} of ${width})`,
    y: 'Training sample i, by signs of x[1], x[2]',
    color: { title: 'Contribution |w₂ⱼ| relu(zⱼ(xᵢ))', scale: 'linear' },
    rows: Array.from({ length: train.size }, (_, i) => shown.map((ofNeuron) => ofNeuron[i] as number)),
  });
}

/** The samples' numbers, quadrant by quadrant counterclockwise, in their order within one. */
function bySigns({ size, dimension, inputs }: Samples): number[] {
  const quadrant = (i: number) => {
    const [a, b] = [inputs[i * dimension] as number, inputs[i * dimension + 1] as number];
    return b > 0 ? (a > 0 ? 0 : 1) : a > 0 ? 3 : 2;
  };
  return Array.from({ length: size }, (_, i) => i).sort((i, k) => quadrant(i) - quadrant(k));
}

/** For each neuron, its contribution on each sample in their order. */
function contributionsOf({ closedForms, parameters, train }: ActivationData, order: readonly number[]): number[][] {
  const z = closedForms.preActivations(parameters, train);
  const width = z.length / train.size;
  return Array.from(closedForms.neuronNorms(parameters).outgoing, (outgoing, j) =>
    order.map((i) => outgoing * Math.max(0, z[i * width + j] as number)),
  );
}

function shownNeurons(contributions: readonly (readonly number[])[]) {
  const faintest = NEGLIGIBLE * contributions.reduce((largest, each) => Math.max(largest, ...each), 0);
  const contributing = contributions.filter((each) => each.some((value) => value > 0 && value >= faintest));
  const largest = contributing.toSorted((a, b) => sum(b) - sum(a)).slice(0, MOST_NEURONS);
  return { total: contributing.length, shown: largest.toSorted((a, b) => largestAt(a) - largestAt(b)) };
}

function meanLargestShare(neurons: readonly (readonly number[])[]): number {
  return sum(neurons.map((each) => Math.max(...each) / sum(each))) / neurons.length;
}

function largestAt(values: readonly number[]): number {
  return values.indexOf(Math.max(...values));
}

function sum(values: readonly number[]): number {
  return values.reduce((a, b) => a + b, 0);
}
