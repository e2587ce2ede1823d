import { defineDataset, LabError, type Samples, z } from '@sharpness-lab/core';

const samplesSchema = z.strictObject({
  inputs: z.array(z.array(z.float32()).min(1)).min(1),
  targets: z.array(z.float32()),
});

type GivenSamples = z.output<typeof samplesSchema>;

/**
 * The training set as it stands in the configuration, for counterexamples and data of one's own. Without a test set the
 * training set is tested on again, so that what is measured on `test` says nothing about generalization.
 *
 * @throws LabError of kind `config` with the path of rows of unequal length, of lists of targets that are not as long
 * as the inputs, of empty lists, and of numbers that are not finite in single precision.
 */
export default defineDataset({
  name: 'explicit',
  summary: 'the training set is given in the configuration',
  options: z.object({
    train: samplesSchema.describe('training set: inputs, a list of n lists of d numbers, and targets, n numbers'),
    test: samplesSchema.optional().describe('test set, likewise; the training set without it'),
  }),
  create({ train, test }) {
    const dimension = train.inputs[0]?.length ?? 0;
    check(train, dimension, 'dataset.train');
    if (test !== undefined) check(test, dimension, 'dataset.test');
    const tested = test ?? train;
    return {
      dimension,
      trainSize: train.targets.length,
      testSize: tested.targets.length,
      sample: () => ({ train: samplesOf(train, dimension), test: samplesOf(tested, dimension) }),
    };
  },
});

function check({ inputs, targets }: GivenSamples, dimension: number, path: string): void {
  const ragged = inputs.findIndex((row) => row.length !== dimension);
  if (ragged >= 0) {
    const wanted = `${dimension} numbers, as in dataset.train.inputs.0`;
    throw new LabError('config', `${path}.inputs.${ragged}: expected ${wanted}, got ${inputs[ragged]?.length}`);
  }
  if (targets.length !== inputs.length) {
    throw new LabError(
      'config',
      `${path}.targets: expected ${inputs.length} numbers, one for each row of ${path}.inputs, got ${targets.length}`,
    );
  }
}

function samplesOf({ inputs, targets }: GivenSamples, dimension: number): Samples {
  return {
    size: targets.length,
    dimension,
    inputs: Float32Array.from(inputs.flat()),
    targets: Float32Array.from(targets),
  };
}
