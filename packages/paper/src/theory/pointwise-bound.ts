import { rootStream, type Samples } from '@sharpness-lab/core';
import type { LabelledValue } from '@sharpness-lab/studies';
import { squaredGradientNorms } from './finite-differences.ts';
import { pointsOf, type ReferenceNetwork, type Weights } from './reference-networks.ts';

/** A family of networks, and the claimed lower bound of ||grad f(x)||^2 as a function of the output f(x). */
interface Family {
  readonly label: string;
  readonly network: ReferenceNetwork;
  readonly widths: readonly number[];
  /** The standard deviation of the random weights. */
  readonly scale: number;
  least(output: number, squaredExtendedNorm: number): number;
}

const DIMENSION = 5;
const SAMPLES = 20;

/**
 * The least ||grad f(x)||^2 over what a bound allows, over normal inputs x, for one random network of a family. A lower
 * bound of the trace that follows from one of ||grad f||^2 by lemma 4.1 holds for all networks if this is never below
 * 1.
 */
export function leastRatio(family: Family, seed: number): LabelledValue {
  const stream = rootStream(seed).child(family.label);
  const normals = (size: number, scale: number) => Float64Array.from({ length: size }, () => scale * stream.normal());
  const sizes = [DIMENSION, ...family.widths, 1];
  const weights: Record<string, Float64Array> = { b1: normals(family.widths[0] as number, family.scale) };
  for (let layer = 1; layer < sizes.length; layer++) {
    weights[`W${layer}`] = normals((sizes[layer - 1] as number) * (sizes[layer] as number), family.scale);
  }
  const train: Samples = {
    size: SAMPLES,
    dimension: DIMENSION,
    inputs: Float32Array.from(normals(SAMPLES * DIMENSION, 1)),
    targets: new Float32Array(SAMPLES),
  };
  return { label: `${family.label}, widths ${family.widths}, seed ${seed}`, value: smallest(family, weights, train) };
}

function smallest({ network, least }: Family, weights: Weights, train: Samples): number {
  const points = pointsOf(train);
  const norms = squaredGradientNorms(network, weights, train);
  return network.outputs(weights, points, points).reduce((worst, output, i) => {
    const x2 = (points[i] as Float64Array).reduce((sum, value) => sum + value * value, 1);
    const bound = least(output, x2);
    return bound === 0 ? worst : Math.min(worst, (norms[i] as number) / bound);
  }, Number.POSITIVE_INFINITY);
}
