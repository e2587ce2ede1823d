import { SCALAR } from './vector';

export { gather, listActive, scatterAdd } from './active';
export { backwardBatch, forwardBatch } from './batch';
export { descentEpoch } from './batch-descent';
export { backwardBatchNorm, batchNormStatistics, evaluateBatchNorm, forwardBatchNorm } from './batchnorm';
export { curvatureBatchNorm, tangentBatchNorm } from './batchnorm-curvature';
export { batchNormSamEpoch } from './batchnorm-sam';
export { curvatureBatch, tangentBatch } from './curvature';
export { deepBackwardSample, deepForwardSample } from './deep';
export { deepBackwardBatch, deepForwardBatch } from './deep-batch';
export { deepCurvatureBatch, deepTangentBatch } from './deep-curvature';
export { addRows, addToRows, listBlocks, rowDots, rowDotsAndAdd, rowDotsAndSum } from './deep-rows';
export { deepSamEpoch } from './deep-sam';
export { expOf, log1pOf, softplusList } from './elementary';
export { matmul, matvec } from './product';
export { addOuter, addWeightedRows, gatherRows, transpose } from './rows';
export { samEpoch } from './sam';
export { backwardSample, forwardSample } from './sample';
export { slicedSamEpoch } from './sliced-sam';
export {
  backwardSoftplusBatch,
  backwardSoftplusSample,
  forwardSoftplusBatch,
  forwardSoftplusSample,
} from './softplus';
export { curvatureSoftplusBatch, tangentSoftplusBatch } from './softplus-curvature';
export { softplusSamEpoch } from './softplus-sam';
export { abs, axpy, copy, divide, dot, fill, multiply, scale, sqrt } from './vector';

/** Where the kernels' own constants end. */
export function heapBase(): usize {
  return __heap_base;
}

/** Where real numbers go in and out of the kernels of vector arithmetic. */
export function scalar(): usize {
  return SCALAR;
}
