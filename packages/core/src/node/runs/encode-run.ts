import type { ParameterValues } from '../../contracts/model.ts';
import type { Samples } from '../../contracts/samples.ts';
import { decisiveConfig } from '../../planning/identity.ts';
import type { PlannedRun } from '../../planning/plan-run.ts';
import { drawData } from '../../training/draw-data.ts';
import { FORMAT } from './format.ts';
import { encodeSafetensors, type Tensor, tensorsOf } from './safetensors.ts';

/**
 * A run for other programs, as a safetensors file in single precision. Its data are drawn anew: `train.inputs` [n, d],
 * `train.targets` [n], `test.inputs`, `test.targets`. Its parameters are `parameters.<name>`, in the shapes of the model.
 * Its metadata are texts: `runId`, `seed`, `dataset` (the name and the options as JSON, with the SHA-256 of a file instead
 * of its location), `dimension`, `trainSize`, `testSize` and `format`. Equal runs give equal bytes.
 *
 * @param parameters left out, there are the data alone
 * @throws LabError of kind `plugin` naming the dataset when it cannot be drawn
 */
export function encodeRun({ experiment, identity }: PlannedRun, parameters?: ParameterValues): Uint8Array<ArrayBuffer> {
  const { config, dataset, model } = experiment;
  const { train, test } = drawData(dataset, config.seed);
  const tensors = {
    ...samplesOf('train', train),
    ...samplesOf('test', test),
    ...(parameters === undefined ? {} : tensorsOf(model.parameters(dataset.dimension), parameters, 'parameters.')),
  };
  return encodeSafetensors(tensors, {
    format: `${FORMAT}`,
    runId: identity.runId,
    seed: `${config.seed}`,
    dataset: JSON.stringify(decisiveConfig(config, identity.sources).dataset),
    dimension: `${dataset.dimension}`,
    trainSize: `${train.size}`,
    testSize: `${test.size}`,
  });
}

function samplesOf(split: string, { size, dimension, inputs, targets }: Samples): Record<string, Tensor> {
  return {
    [`${split}.inputs`]: { shape: [size, dimension], values: inputs },
    [`${split}.targets`]: { shape: [size], values: targets },
  };
}
