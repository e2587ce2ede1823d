import { SCALAR } from './vector';

export { backwardBatch, forwardBatch } from './batch';
export { descentEpoch } from './batch-descent';
export { backwardBatchNorm, batchNormStatistics, evaluateBatchNorm, forwardBatchNorm } from './batchnorm';
export { curvatureBatchNorm, tangentBatchNorm } from './batchnorm-curvature';
export { batchNormSamEpoch } from './batchnorm-sam';
export { curvatureBatch, tangentBatch } from './curvature';
export { deepBackwardSample, deepForwardSample } from './deep';
export { deepBackwardBatch, deepForwardBatch } from './deep-batch';
export { deepCurvatureBatch, deepTangentBatch } from './deep-curvature';
export { deepSamEpoch } from './deep-sam';
export { gatherRows, transpose } from './rows';
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

/** The address of the real numbers that the kernels of vector arithmetic take and return. */
export function scalar(): usize {
  return SCALAR;
}
