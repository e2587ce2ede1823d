/** The description of a network for the kernels. */
export type Architecture = TwoLayerArchitecture | SoftplusArchitecture | DeepArchitecture;

/** A two-layer softplus network, f = W2 softplus(W1 x + b1). */
export interface SoftplusArchitecture {
  readonly activation: 'softplus';
  /** Hidden neurons m. */
  readonly width: number;
  /** Whether the first layer has a bias. */
  readonly bias: boolean;
}

/** A ReLU network with a bias in the first layer, f = W_D relu(... relu(W_1 x + b_1)). */
export interface DeepArchitecture {
  /** Neurons m_1, ..., m_{D-1} of the hidden layers. */
  readonly widths: readonly number[];
}

/** A two-layer ReLU network. */
export interface TwoLayerArchitecture {
  /** Hidden neurons m. */
  readonly width: number;
  /** Whether the first layer has a bias. */
  readonly bias: boolean;
  /** How hidden activations are normalized. */
  readonly normalization: 'none' | 'layer' | 'batch';
  /** Smallest norm that layer normalization divides by. */
  readonly epsilon?: number;
}

/** `rows` runs of `columns` numbers. The runs begin `stride` apart. Offsets, strides and lengths are in elements. */
export interface Block {
  /** The shape of the parameter. */
  readonly shape: readonly number[];
  readonly offset: number;
  readonly rows: number;
  readonly columns: number;
  readonly stride: number;
  /** Whether the runs are columns of the parameter, not rows. */
  readonly transposed?: true;
}

/** The places of the parameters in a vector. Padding is always zero. Vectors are padded to a multiple of 16. */
export interface Layout {
  /** Inputs of a first-layer neuron D: the dimension, and 1 more with bias. */
  readonly columns: number;
  /** Padded length of an input row and of a row of W1. */
  readonly stride: number;
  /** Length of a vector. */
  readonly length: number;
  /** The parameters by name. */
  readonly blocks: Readonly<Record<string, Block>>;
}

/** `size` rounded up to a multiple of `unit`. */
export function padded(size: number, unit: number): number {
  return Math.ceil(size / unit) * unit;
}
