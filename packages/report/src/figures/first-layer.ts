import { columnNorms, neuronTable, type ParameterValues } from '@sharpness-lab/core';
import type { Chart } from '../chart.ts';
import { bars } from '../charts/bars.ts';
import { textTable } from '../charts/text-table.ts';

/** The name of a picture of a network's weights. */
export interface WeightsData {
  readonly name: string;
  readonly title: string;
  readonly parameters: ParameterValues;
}

/** The number of neurons that carry the signal x[1] x[2], one for each quadrant. */
const LARGEST = 4;

/**
 * The four neurons with the largest first-layer weights, as in the paper's figure 2b: their weights for x[1], x[2] and
 * the other coordinates, and their weight in the output. Undefined for parameters of another shape (`neuronTable`).
 */
export function largestNeurons({ name, title, parameters }: WeightsData): Chart | undefined {
  const neurons = neuronTable(parameters)?.slice(0, LARGEST);
  if (neurons === undefined) return undefined;
  return textTable({
    name,
    title,
    description:
      `The ${neurons.length} neurons of the first layer with the largest weights, by falling norm. ` +
      neurons
        .map(
          ({ signal, tailNorm }) =>
            `(${signal.map(short).join(', ')}) on x[1] and x[2], and ${short(tailNorm)} elsewhere`,
        )
        .join('; ') +
      '.',
    table: {
      headings: ['Neuron j', 'W₁ⱼ[1]', 'W₁ⱼ[2]', '‖W₁ⱼ[3:d]‖', '‖W₁ⱼ‖', 'Outgoing weight'],
      rows: neurons.map(({ index, signal: [a, b], tailNorm, norm, outgoing }) => [
        `${index + 1}`,
        ...[a, b, tailNorm, norm, outgoing].map(short),
      ]),
    },
  });
}

/**
 * The Euclidean norms of the columns of W1, one a coordinate of the inputs, with those that decide the target, x[1] and
 * x[2], apart. Undefined for parameters of another shape (`columnNorms`).
 */
export function weightColumns({ name, title, parameters }: WeightsData): Chart | undefined {
  const norms = columnNorms(parameters)?.map((y, k) => ({ x: k + 1, y }));
  if (norms === undefined) return undefined;
  const largestTail = Math.max(0, ...norms.slice(2).map(({ y }) => y));
  return bars({
    name,
    title,
    description:
      `Norms of the ${norms.length} columns of W1, the weights of the first layer by coordinate of the inputs: ` +
      `${short(norms[0]?.y ?? 0)} of x[1], ${short(norms[1]?.y ?? 0)} of x[2], and at most ${short(largestTail)} of the others.`,
    x: 'Coordinate k of the inputs',
    y: { title: 'Norm of column k of W₁', scale: 'linear' },
    series: [
      { label: 'signal x[1], x[2]', values: norms.slice(0, 2) },
      { label: 'other coordinates', values: norms.slice(2) },
    ],
  });
}

/** Four significant digits with zeros at the end, so that columns of numbers are aligned. */
function short(value: number): string {
  return value.toPrecision(4).replace('-', '−');
}
