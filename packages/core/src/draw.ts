import type { Dataset } from './contracts/dataset.ts';
import type { Data, Samples } from './contracts/samples.ts';
import { LabError } from './errors.ts';
import { rootStream } from './streams.ts';

/**
 * The data that every run with this dataset and root seed trains and tests on, whatever its model and optimizer.
 *
 * @throws LabError of kind `plugin` when the dataset draws other sizes than it declares
 */
export function drawData(dataset: Dataset, seed: number): Data {
  const data = dataset.sample(rootStream(seed).child('data'));
  check('training', data.train, dataset.trainSize, dataset.dimension);
  check('test', data.test, dataset.testSize, dataset.dimension);
  return data;
}

function check(split: string, { size, dimension, inputs, targets }: Samples, wanted: number, inputDimension: number) {
  const fits =
    size === wanted && dimension === inputDimension && inputs.length === size * dimension && targets.length === size;
  if (fits) return;
  throw new LabError(
    'plugin',
    `the dataset declares ${wanted} ${split} samples of dimension ${inputDimension}, but drew ${size} of dimension ${dimension} with ${inputs.length} inputs and ${targets.length} targets`,
  );
}
