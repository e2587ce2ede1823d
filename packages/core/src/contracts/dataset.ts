import type { RandomStream } from '../random/random-stream.ts';
import type { Data } from './samples.ts';

/** A distribution of labelled samples. Sizes are known before anything is drawn, so that bad settings fail early. */
export interface Dataset {
  /** Input dimension d. */
  readonly dimension: number;
  /** Number of training samples n. */
  readonly trainSize: number;
  /** Number of test samples. */
  readonly testSize: number;
  /** Draws a training and a test set; equal streams give equal bits. */
  sample(stream: RandomStream): Data;
}
