import type { Dataset } from './contracts/dataset.ts';
import type { Data } from './contracts/samples.ts';
import { rootStream } from './streams.ts';

/** The data that every run with this dataset and root seed trains and tests on, whatever its model and optimizer. */
export function drawData(dataset: Dataset, seed: number): Data {
  return dataset.sample(rootStream(seed).child('data'));
}
