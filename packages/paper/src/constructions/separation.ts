import { LabError, type Samples } from '@sharpness-lab/core';
import { separatingDirections } from './extreme-points.ts';

/** A sample x_i with a unit vector w_i that separates it from the others: w_i.x_i > w_i.x_j for all j != i. */
interface SeparatedSample {
  /** l w_i, for the length l of all vectors. */
  readonly vector: ArrayLike<number>;
  /** w_i.x_i. */
  readonly height: number;
  /** ||x_i||. */
  readonly norm: number;
  readonly target: number;
}

/** A training set whose samples are each separated from the others. */
export interface Separation {
  readonly samples: readonly SeparatedSample[];
  /** The length l of all vectors. */
  readonly length: number;
  /** The least l (w_i.x_i - w_i.x_j). */
  readonly gap: number;
}

/**
 * Separates each sample from the others: those of equal norm by w_i = x_i / ||x_i||, with the gap no more than that
 * between neighbours on the hypercube; others by {@link separatingDirections}.
 *
 * @throws LabError of kind `config` when inputs are equal, or not all extreme points.
 */
export function separate(train: Samples): Separation {
  const norms = inputNorms(train);
  const largest = Math.max(...norms);
  return largest - Math.min(...norms) <= 1e-5 * largest
    ? separateOnSphere(train, largest)
    : separateExtremePoints(train, norms);
}

function separateOnSphere(train: Samples, norm: number): Separation {
  const { dimension, inputs, targets } = train;
  const samples = Array.from(targets, (target, i) => {
    const vector = inputs.subarray(i * dimension, (i + 1) * dimension);
    return { vector, height: norm, norm, target };
  });
  return { samples, length: norm, gap: smallestGap(train) };
}

function separateExtremePoints(train: Samples, norms: readonly number[]): Separation {
  const { dimension, inputs, targets } = train;
  let gap = Number.POSITIVE_INFINITY;
  const samples = separatingDirections(train).map((direction, i) => {
    if (direction === undefined) {
      throw new LabError(
        'config',
        `init: a memorizing net needs inputs that are all extreme points, training input ${i} is not: ` +
          'it lies in the convex hull of the others. Take fewer samples or a higher dimension',
      );
    }
    const { vector } = direction;
    gap = Math.min(gap, direction.gap);
    const height = vector.reduce((sum, value, k) => sum + value * (inputs[i * dimension + k] as number), 0);
    return { vector, height, norm: norms[i] as number, target: targets[i] as number };
  });
  return { samples, length: 1, gap };
}

function inputNorms({ size, dimension, inputs }: Samples): number[] {
  return Array.from({ length: size }, (_, i) => {
    const x = inputs.subarray(i * dimension, (i + 1) * dimension);
    return Math.sqrt(x.reduce((sum, value) => sum + value * value, 0));
  });
}

/** x.x - x.x' for neighbours x, x' on {-1, 1}^d: a margin below it keeps neurons silent on all other points of the cube. */
const HYPERCUBE_GAP = 2;

/** min over i != j of x_i.x_i - x_i.x_j, but no more than between neighbours on the hypercube. */
function smallestGap({ size, dimension, inputs }: Samples): number {
  let gap = Number.POSITIVE_INFINITY;
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < i; j++) {
      let difference = 0;
      for (let k = 0; k < dimension; k++) {
        const x = inputs[i * dimension + k] as number;
        difference += x * (x - (inputs[j * dimension + k] as number));
      }
      gap = Math.min(gap, difference);
    }
  }
  if (gap <= 0) throw new LabError('config', 'init: a memorizing net needs distinct inputs, two of these are equal');
  return Math.min(gap, HYPERCUBE_GAP);
}
