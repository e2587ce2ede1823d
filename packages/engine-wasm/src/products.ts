import { attributed, type Loss } from '@sharpness-lab/core';
import type { Address, Kernels } from './kernels.ts';
import type { Memory } from './memory.ts';
import { CHUNK } from './memory-map.ts';

/** out <- M v at the parameters `at`. `out` may be neither of them. */
type Product = (at: Address, v: Address, out: Address) => void;

/**
 * Products of the second derivatives of the training loss L = (1/n) sum_i l(f_i, y_i) with parameter vectors, in single
 * precision: their relative error is about 3e-7.
 */
export interface Products {
  /** M is the Hessian (1/n) sum_i l''(f_i) grad f_i grad f_i' + l'(f_i) Hess f_i. */
  readonly hessian: Product;
  /** M is its Gauss-Newton part (1/n) sum_i l''(f_i) grad f_i grad f_i'. */
  readonly gaussNewton: Product;
}

/** Kernels of a network whose outputs depend on their own sample only, see assembly/curvature.ts. */
type CurvatureKernels = Pick<Kernels, 'forwardBatch' | 'tangentBatch' | 'curvatureBatch'>;

/** Products for a network whose outputs depend on their own sample only. */
export function sampleProducts(
  memory: Memory,
  { forwardBatch, tangentBatch, curvatureBatch }: CurvatureKernels,
  loss: Loss,
): Products {
  const { kernels, layout, map, targets } = memory;
  const { workspace } = map;
  const { inputs, rows } = map.regions;
  const differentiate = sampleDerivatives(memory, loss);

  const product =
    (withFirstDerivatives: boolean): Product =>
    (at, v, out) => {
      kernels.fill(0, out, layout.length, 1, layout.length);
      for (let start = 0; start < targets.length; start += CHUNK) {
        const count = Math.min(CHUNK, targets.length - start);
        const size = layout.stride * count;
        kernels.copy(inputs + 4 * layout.stride * start, size, rows, size, 1, size);
        forwardBatch(workspace, at, count);
        tangentBatch(workspace, at, v, count);
        differentiate(start, count, withFirstDerivatives);
        curvatureBatch(workspace, at, v, count, out);
      }
    };
  return { hessian: product(true), gaussNewton: product(false) };
}

/** Products for the network with batch normalization. */
export function batchNormProducts(memory: Memory, loss: Loss): Products {
  const { kernels, layout, map, floats, targets } = memory;
  const { workspace } = map;
  const { firstDerivatives, derivativeTangents } = map.regions;
  const differentiate = sampleDerivatives(memory, loss);

  const product =
    (withFirstDerivatives: boolean): Product =>
    (at, v, out) => {
      kernels.fill(0, out, layout.length, 1, layout.length);
      kernels.batchNormStatistics(workspace, at);
      kernels.forwardBatchNorm(workspace);
      kernels.tangentBatchNorm(workspace, at, v);
      // The kernels read whole groups of samples. Values after the last sample must not count.
      floats.fill(0, firstDerivatives / 4 + targets.length, firstDerivatives / 4 + targets.length + 8);
      floats.fill(0, derivativeTangents / 4 + targets.length, derivativeTangents / 4 + targets.length + 8);
      differentiate(0, targets.length, withFirstDerivatives);
      kernels.curvatureBatchNorm(workspace, at, v, out);
    };
  return { hessian: product(true), gaussNewton: product(false) };
}

/**
 * Fills firstDerivatives with l'(f_i) / n, or with zeros, and derivativeTangents with l''(f_i) R{f_i} / n, for samples
 * from `start` on.
 */
function sampleDerivatives({ map, floats, targets }: Memory, loss: Loss) {
  const { outputs, firstDerivatives, tangents, derivativeTangents } = map.regions;
  return (start: number, count: number, withFirstDerivatives: boolean): void => {
    try {
      for (let i = 0; i < count; i++) {
        const output = floats[outputs / 4 + i] as number;
        const target = targets[start + i] as number;
        const tangent = floats[tangents / 4 + i] as number;
        floats[firstDerivatives / 4 + i] = withFirstDerivatives
          ? loss.firstDerivative(output, target) / targets.length
          : 0;
        floats[derivativeTangents / 4 + i] = (loss.secondDerivative(output, target) * tangent) / targets.length;
      }
    } catch (error) {
      throw attributed(loss, error);
    }
  };
}
