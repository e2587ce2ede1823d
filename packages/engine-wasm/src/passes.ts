import { attributed, type Batch, type Loss, type Samples } from '@sharpness-lab/core';
import type { Address, Kernels } from './kernels.ts';
import { type Memory, writeRows } from './memory.ts';
import { CHUNK } from './memory-map.ts';

/** Forward and backward passes through a network, with any loss, at any parameters. */
export interface Passes {
  /**
   * The mean loss over the batch of the last gradient. It is not returned, because JavaScript would put it on its heap.
   */
  readonly meanLoss: Float64Array;
  /** See `Problem.gradient`. */
  gradient(batch: Batch, at: Address, out: Address, targets?: Float32Array): void;
  /** f(x_i). */
  outputs(at: Address, samples: Samples): Float32Array;
}

/** The kernels of a network whose outputs depend on their own sample only. */
type SampleKernels = Pick<Kernels, 'forwardSample' | 'backwardSample' | 'forwardBatch' | 'backwardBatch'>;

/** Passes of a network whose outputs depend on their own sample only. */
export function samplePasses(
  memory: Memory,
  { forwardSample, backwardSample, forwardBatch, backwardBatch }: SampleKernels,
  loss: Loss,
): Passes {
  const { kernels, layout, floats, order, map } = memory;
  const { workspace } = map;
  const { inputs, order: orderRegion, rows, outputs, firstDerivatives } = map.regions;
  const meanLoss = new Float64Array(1);

  return {
    meanLoss,
    gradient({ start, size }, at, out, targets) {
      let sum = 0;
      for (let first = 0; first < size; first += CHUNK) {
        const position = start + first;
        const count = Math.min(CHUNK, size - first);
        const x = inputs + 4 * layout.stride * (order[position] as number);
        if (size === 1) {
          forwardSample(workspace, at, x);
        } else {
          kernels.gatherRows(inputs, layout.stride, orderRegion + 4 * position, count, rows);
          forwardBatch(workspace, at, count);
        }
        try {
          for (let i = 0; i < count; i++) {
            const output = floats[outputs / 4 + i] as number;
            const target = (
              targets === undefined ? memory.targets[order[position + i] as number] : targets[first + i]
            ) as number;
            sum += loss.value(output, target);
            floats[firstDerivatives / 4 + i] = loss.firstDerivative(output, target) / size;
          }
        } catch (error) {
          throw attributed(loss, error);
        }
        if (size === 1) backwardSample(workspace, at, x, out);
        else backwardBatch(workspace, at, count, out, first > 0 ? 1 : 0);
      }
      meanLoss[0] = sum / size;
    },
    outputs: (at, samples) => inChunks(memory, samples, (count) => forwardBatch(workspace, at, count)),
  };
}

/** Passes of a network whose outputs depend on the whole training set. */
export function batchNormPasses(memory: Memory, loss: Loss): Passes {
  const { kernels, floats, order, map } = memory;
  const { workspace } = map;
  const { outputs, firstDerivatives } = map.regions;
  const meanLoss = new Float64Array(1);

  return {
    meanLoss,
    gradient({ start, size }, at, out, targets) {
      kernels.batchNormStatistics(workspace, at);
      kernels.forwardBatchNorm(workspace);
      floats.fill(0, firstDerivatives / 4, firstDerivatives / 4 + order.length);
      let sum = 0;
      try {
        for (let i = 0; i < size; i++) {
          const sample = order[start + i] as number;
          const output = floats[outputs / 4 + sample] as number;
          const target = (targets === undefined ? memory.targets[sample] : targets[i]) as number;
          const place = firstDerivatives / 4 + sample;
          sum += loss.value(output, target);
          // The order may hold a sample more than once.
          floats[place] = (floats[place] as number) + loss.firstDerivative(output, target) / size;
        }
      } catch (error) {
        throw attributed(loss, error);
      }
      meanLoss[0] = sum / size;
      kernels.backwardBatchNorm(workspace, at, out);
    },
    outputs(at, samples) {
      kernels.batchNormStatistics(workspace, at);
      return inChunks(memory, samples, (count) => kernels.evaluateBatchNorm(workspace, at, count));
    },
  };
}

/** Outputs of any samples, which are copied into the memory a chunk at a time. */
function inChunks({ floats, layout, map }: Memory, samples: Samples, forward: (count: number) => void): Float32Array {
  const { rows, outputs } = map.regions;
  const result = new Float32Array(samples.size);
  for (let start = 0; start < samples.size; start += CHUNK) {
    const end = Math.min(start + CHUNK, samples.size);
    writeRows(floats.subarray(rows / 4), layout, samples, start, end);
    forward(end - start);
    result.set(floats.subarray(outputs / 4, outputs / 4 + end - start), start);
  }
  return result;
}
