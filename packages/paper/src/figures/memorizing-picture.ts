import { rootStream, type Samples } from '@sharpness-lab/core';
import { samplesAt } from '../circle-samples.ts';
import { memorizingNet } from '../constructions/memorizing.ts';
import { type Arc, activeArc } from './active-arc.ts';

/** A solution that memorizes samples on the unit circle, as figure 3 draws it. */
export interface MemorizingPicture {
  readonly samples: readonly { readonly point: readonly [number, number]; readonly target: number }[];
  /**
   * The arc on which each neuron is active. The i-th belongs to the i-th sample; undefined for a neuron that is active
   * nowhere.
   */
  readonly arcs: readonly (Arc | undefined)[];
}

/** The content of figure 3 for the memorizing net ({@link memorizingNet}) of samples on the unit circle. */
export function memorizingPicture(train: Samples): MemorizingPicture {
  const { W1, b1 } = memorizingNet(train, train.size);
  const pair = (values: Float32Array, i: number) => [values[2 * i], values[2 * i + 1]] as [number, number];
  return {
    samples: Array.from(train.targets, (target, i) => ({ point: pair(train.inputs, i), target })),
    arcs: Array.from(b1, (bias, i) => activeArc(pair(W1, i), bias)),
  };
}

/** Uniform samples of the unit circle with targets x[1] x[2]. */
export function circleSamples(size: number, seed: number): Samples {
  const stream = rootStream(seed).child('circle');
  const angles = Array.from({ length: size }, () => 2 * Math.PI * stream.uniform());
  return samplesAt(angles, (x1, x2) => x1 * x2);
}
