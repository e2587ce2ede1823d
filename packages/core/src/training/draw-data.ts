import type { Dataset } from '../contracts/dataset.ts';
import type { Data, Samples } from '../contracts/samples.ts';
import { attribute, pluginError } from '../plugins/attribution.ts';
import { RunStreams } from '../random/run-streams.ts';

/**
 * The training and test data. They depend only on the dataset and the root seed, so runs with other models and
 * optimizers have the same data.
 *
 * @throws LabError of kind `plugin` naming the dataset when it fails, or draws other sizes than it declares or numbers
 *   that are not finite
 */
export function drawData(dataset: Dataset, seed: number): Data {
  const data = attribute(dataset, () => dataset.sample(new RunStreams(seed).data));
  check(dataset, 'training', data?.train, dataset.trainSize);
  check(dataset, 'test', data?.test, dataset.testSize);
  return data;
}

function check(dataset: Dataset, split: string, samples: Partial<Samples> | undefined, size: number): void {
  const { dimension } = dataset;
  const expect = (what: string, wanted: number, got: number | undefined) => {
    if (got !== wanted) throw pluginError(dataset, `expected ${wanted} ${what}, got ${got ?? 'none'}`);
  };
  expect(`${split} samples`, size, samples?.size);
  expect(`for the dimension of the ${split} samples`, dimension, samples?.dimension);
  expect(`${split} inputs (${size} x ${dimension})`, size * dimension, samples?.inputs?.length);
  expect(`${split} targets`, size, samples?.targets?.length);
  for (const what of ['inputs', 'targets'] as const) {
    const values = samples?.[what] ?? new Float32Array();
    const index = values.findIndex((value) => !Number.isFinite(value));
    if (index >= 0) {
      throw pluginError(dataset, `expected finite ${split} ${what}, got ${values[index]} at position ${index}`);
    }
  }
}
