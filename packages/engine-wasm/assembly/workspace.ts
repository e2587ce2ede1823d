/** Samples that a block of fused single-sample steps looks ahead. */
export const BLOCK = 8;

/**
 * Columns of a table of subset sums. With 16 columns the table of 128 samples is 32 KB and stays in the first cache.
 */
export const TABLE_COLUMNS = 16;

/** Columns of a strip of a deep network's matrix with a row per neuron. */
export const STRIP = 16;
/** Columns of a strip of a deep network's matrix with a row per sample. */
export const WIDE_STRIP = 64;

/**
 * Shapes and addresses of one session. Addresses are in bytes, sizes in elements. src/memory-map.ts fills the fields
 * in, 4 bytes each. The build reads their names from here.
 *
 * A parameter vector of a two-layer network is W, one row (W1_j, b1_j) per neuron, then gamma (batch normalization
 * only), then W2. Rows and lists are padded with zeros. Every kernel keeps the padding zero.
 */
@unmanaged
export class Workspace {
  /** Neurons m, padded to a multiple of 4. */
  width: i32;
  /** Neurons m. */
  neurons: i32;
  /** Inputs of a neuron D: the dimension, and 1 more with bias. */
  columns: i32;
  /** The length of a row of W, and of an input row x' = [x, 1] or x: D padded to a multiple of 8. */
  stride: i32;
  /** Training samples n. */
  samples: i32;
  /** n padded to a multiple of 8. */
  paddedSamples: i32;
  /** Length of a parameter vector, a multiple of 16. */
  length: i32;
  /** Offset of gamma in a parameter vector, in bytes. */
  gamma: usize;
  /** Offset of W2 in a parameter vector, in bytes. */
  outgoing: usize;
  /** 1 when hidden activations are divided by max(||h||, epsilon), 0 when they are not. */
  normalized: i32;
  epsilon: f32;
  /** 1 when the fused steps' loss is the logistic one, 0 when it is the squared error. */
  logistic: i32;
  /** 1/2 - p for label smoothing p. */
  labelScale: f32;

  /** Training inputs, samples x stride. */
  inputs: usize;
  /** Training targets. */
  targets: usize;
  /** Sample indices of the epoch. */
  order: usize;
  /** Targets of the epoch's single-sample steps, in its order. */
  stepTargets: usize;
  /** The training inputs' transpose, columns x paddedSamples (batch normalization only). */
  inputColumns: usize;

  /** Input rows of the current chunk, one sample a row. */
  rows: usize;
  /** The chunk's transpose, columns x padded size. */
  rowColumns: usize;
  /** Pre-activations a_ij, one neuron a row. */
  preActivations: usize;
  /** f_i. */
  outputs: usize;
  /** The first derivatives of the loss, dL/df_i = l'(f_i) / n. */
  firstDerivatives: usize;
  /** df_i/d(W2 . h_i), which is 1 without normalization. */
  scales: usize;
  /** The multiple of h_ij that normalization subtracts from df_i/dh_ij, 0 without normalization. */
  tilts: usize;
  /** Derivatives of the hidden activations along a direction, one neuron a row. */
  tangentActivations: usize;
  /** Derivatives of f_i along a direction. */
  tangents: usize;
  /** Derivatives of dL/df_i along a direction, l''(f_i) R{f_i} / n. */
  derivativeTangents: usize;
  /** R{||h||} / ||h|| of each sample or, with batch normalization, R{s} / s of each neuron. */
  tangentRatios: usize;
  /** The derivatives of the tilts along a direction. */
  tangentTilts: usize;
  /** The derivative of `effective` along a direction (batch normalization only). */
  effectiveTangents: usize;
  /** One bit per pre-activation, 1 where it is not positive. */
  inactive: usize;
  /** Sums of weighted rows over subsets of the chunk's samples. */
  subsetSums: usize;
  /** Weights of the chunk's samples in one neuron's gradient. */
  sampleWeights: usize;
  /** Active samples of a neuron: indices and values. */
  sampleIndex: usize;
  sampleValues: usize;

  /** Active neurons of a sample: their indices, activations, W2, derivatives, gamma, z/s, and ||d(z/s)/dW_j||^2. */
  index: usize;
  hidden: usize;
  outgoings: usize;
  derivatives: usize;
  gammas: usize;
  units: usize;
  squares: usize;
  /** The number of listed neurons. */
  active: i32;
  /** ||h||^2, scale and tilt of the current sample. */
  squaredNorm: f32;
  scale: f32;
  tilt: f32;
  /** ||df/da||^2 of the current sample (softplus only). */
  squaredDerivatives: f32;

  /** Products x'_k . x'_l of a block's samples, BLOCK x BLOCK. */
  gram: usize;

  /** 1/s_j and gamma_j W2_j / s_j for all neurons (batch normalization only). */
  inverses: usize;
  effective: usize;
  /** Rows of W of the active neurons, and d(z/s)/dW_j for each, active x stride (batch normalization only). */
  activeRows: usize;
  directions: usize;

  /** h_ij, one neuron a row (softplus only). */
  hiddenValues: usize;
  /** Sums over samples of a chunk, width x stride (softplus only). */
  products: usize;
  /** A block's changes c_kj (softplus only). */
  changes: usize;

  /** The number of hidden layers D - 1 (deep networks only). */
  hiddenLayers: i32;
  /** The table of hidden layers at theta, then at the perturbed point (deep networks only, see layer.ts). */
  layers: usize;
  /** A strip of a matrix (deep networks only). */
  strip: usize;
  /** Values of a chunk's samples in one layer, one neuron a row (deep networks only). */
  neuronValues: usize;
  /**
   * Active neurons of each sample of a chunk, or active samples of each neuron: indices, values and numbers of them
   * (deep networks only).
   */
  listIndex: usize;
  listValues: usize;
  listCounts: usize;
}
