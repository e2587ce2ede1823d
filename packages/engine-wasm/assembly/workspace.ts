/** Samples that a block of fused single-sample steps looks ahead. */
export const BLOCK = 8;

/** Columns of a table of subset sums, which then is 32 KB for 128 samples, and stays in the first cache. */
export const TABLE_COLUMNS = 16;

/** Columns of a strip of a deep network's matrix that has a row per neuron, and of one that has a row per sample. */
export const STRIP = 16;
export const WIDE_STRIP = 64;

/**
 * Shapes and addresses of one session; addresses are in bytes, sizes in elements. src/memory-map.ts fills the fields in,
 * 4 bytes each, whose names the build reads from here.
 *
 * A parameter vector of a two-layer network is W, one row (W1_j, b1_j) per neuron, then gamma (batch normalization only),
 * then W2. Rows and lists are padded with zeros, which every kernel keeps.
 */
@unmanaged
export class Workspace {
  /** Neurons m, padded to a multiple of 4. */
  width: i32;
  /** Neurons m. */
  neurons: i32;
  /** Inputs of a neuron D: the dimension, and 1 more with bias. */
  columns: i32;
  /** D padded to a multiple of 8: the length of a row of W, and of an input row x' = [x, 1] or x. */
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

  /** Input rows of the chunk at hand, one sample a row. */
  rows: usize;
  /** The chunk's transpose, columns x padded size. */
  rowColumns: usize;
  /** Pre-activations a_ij, one neuron a row. */
  preActivations: usize;
  /** f_i. */
  outputs: usize;
  /** dL/df_i. */
  slopes: usize;
  /** df_i/d(W2 . h_i), which is 1 without normalization. */
  scales: usize;
  /** What normalization takes from df_i/dh_ij, in units of h_ij; 0 without. */
  tilts: usize;
  /** Derivatives along a direction: of the hidden activations, one neuron a row, and of f_i. */
  tangentActivations: usize;
  tangents: usize;
  /** l''_i R{f_i} / n. */
  curvatures: usize;
  /** R{||h||} / ||h|| of each sample or, with batch normalization, R{s} / s of each neuron; what becomes of the tilts. */
  tangentRatios: usize;
  tangentTilts: usize;
  /** The derivative of `effective` along a direction (batch normalization only). */
  effectiveTangents: usize;
  /** One bit per pre-activation, 1 where it is not positive; sums of weighted rows over subsets of the chunk's samples. */
  inactive: usize;
  subsetSums: usize;
  /** Weights of the chunk's samples in one neuron's gradient. */
  sampleWeights: usize;
  /** Active samples of a neuron: indices and values. */
  sampleIndex: usize;
  sampleValues: usize;

  /** Active neurons of a sample: indices; activations; W2; derivatives; gamma; z/s; ||d(z/s)/dW_j||^2. */
  index: usize;
  hidden: usize;
  outgoings: usize;
  derivatives: usize;
  gammas: usize;
  units: usize;
  squares: usize;
  /** How many neurons are listed. */
  active: i32;
  /** ||h||^2, scale and tilt of the sample at hand. */
  squaredNorm: f32;
  scale: f32;
  tilt: f32;
  /** ||df/da||^2 of the sample at hand (softplus only). */
  squaredDerivatives: f32;

  /** Products x'_k . x'_l of a block's samples, BLOCK x BLOCK. */
  gram: usize;

  /** 1/s_j and gamma_j W2_j / s_j for all neurons (batch normalization only). */
  inverses: usize;
  effective: usize;
  /** Rows of W of the active neurons, and d(z/s)/dW_j for each, active x stride (batch normalization only). */
  activeRows: usize;
  directions: usize;

  /** h_ij, one neuron a row, sums over samples of a chunk, width x stride, and a block's changes c_kj (softplus only). */
  hiddenValues: usize;
  products: usize;
  changes: usize;

  /** Hidden layers D - 1, and the table of them: at theta, then at the perturbed point (deep networks only, see layer.ts). */
  hiddenLayers: i32;
  layers: usize;
  /** A strip of a matrix; values of a chunk's samples in one layer, one neuron a row (deep networks only). */
  strip: usize;
  neuronValues: usize;
  /**
   * Active neurons of each sample of a chunk, or active samples of each neuron: indices, values, and how many (deep
   * networks only).
   */
  listIndex: usize;
  listValues: usize;
  listCounts: usize;
}
