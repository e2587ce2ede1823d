import type { SampleOrder } from '../contracts/experiment-config.ts';
import type { RandomStream } from '../random/random-stream.ts';

/** Fills `order` with the sample indices of the next epoch. */
export type FillOrder = (order: Int32Array) => void;

/**
 * How the epochs of a phase visit n samples: `shuffled` draws a fresh permutation each epoch, `with-replacement` draws
 * n independent samples, `fixed` always visits 0, ..., n-1.
 */
export function sampleOrder(kind: SampleOrder, stream: RandomStream): FillOrder {
  switch (kind) {
    case 'shuffled':
      return (order) => {
        for (let i = 0; i < order.length; i++) order[i] = i;
        stream.shuffle(order);
      };
    case 'with-replacement':
      return (order) => {
        for (let i = 0; i < order.length; i++) order[i] = stream.integer(order.length);
      };
    case 'fixed':
      return (order) => {
        for (let i = 0; i < order.length; i++) order[i] = i;
      };
  }
}
