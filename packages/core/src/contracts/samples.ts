/** Labelled samples: inputs row-major, one scalar target a sample. */
export interface Samples {
  /** Number of samples n. */
  readonly size: number;
  /** Input dimension d. */
  readonly dimension: number;
  /** n x d, row-major. */
  readonly inputs: Float32Array;
  /** n targets y_i. */
  readonly targets: Float32Array;
}

/** The samples that a dataset draws: the training set, and samples that no training step uses. */
export interface Data {
  readonly train: Samples;
  readonly test: Samples;
}
