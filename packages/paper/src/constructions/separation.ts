import { LabError, type Samples } from '@sharpness-lab/core';

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
 * between neighbours on the hypercube.
 *
 * @throws LabError of kind `config` when inputs are equal or of unequal norm.
 */
export function separate(train: Samples): Separation {
  const { dimension, inputs, targets } = train;
  const norms = inputNorms(train);
  const smallest = Math.min(...norms);
  const largest = Math.max(...norms);
  if (largest - smallest > 1e-5 * largest) {
    throw new LabError(
      'config',
      `init: a memorizing net needs inputs of equal norm, these have norms from ${smallest} to ${largest}`,
    );
  }
  const samples = Array.from(targets, (target, i) => {
    const vector = inputs.subarray(i * dimension, (i + 1) * dimension);
    return { vector, height: largest, norm: largest, target };
  });
  return { samples, length: largest, gap: smallestGap(train) };
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
