/** What the kernels need to know of a two-layer network. */
export interface Architecture {
  /** Hidden neurons m. */
  readonly width: number;
  /** Whether the first layer has a bias. */
  readonly bias: boolean;
  /** How hidden activations are normalized. */
  readonly normalization: 'none' | 'layer' | 'batch';
  /** Smallest norm that layer normalization divides by. */
  readonly epsilon?: number;
}

/** Numbers `stride` apart in runs of `columns`; offsets, strides and lengths are in elements. */
export interface Block {
  readonly offset: number;
  readonly rows: number;
  readonly columns: number;
  readonly stride: number;
}

/**
 * Where the parameters lie in a vector: W, a row (W1_j, b1_j) per neuron, then gamma with batch normalization, then W2.
 * Rows are padded to a multiple of 8, neurons to a multiple of 4, vectors to a multiple of 16; the padding is always zero.
 */
export interface Layout {
  /** Padded number of neurons. */
  readonly width: number;
  /** Inputs of a neuron D: the dimension, and 1 more with bias. */
  readonly columns: number;
  /** Padded length of a row. */
  readonly stride: number;
  /** Offset of gamma; that of W2 without batch normalization. */
  readonly gamma: number;
  /** Offset of W2. */
  readonly outgoing: number;
  /** Length of a vector. */
  readonly length: number;
  /** The parameters by name. */
  readonly blocks: Readonly<Record<string, Block>>;
}

/** The layout of a network's parameters for inputs of this dimension. */
export function parameterLayout({ width: rows, bias, normalization }: Architecture, dimension: number): Layout {
  const width = padded(rows, 4);
  const columns = dimension + (bias ? 1 : 0);
  const stride = padded(columns, 8);
  const gamma = width * stride;
  const outgoing = gamma + (normalization === 'batch' ? width : 0);
  const perNeuron = (offset: number, spacing: number): Block => ({ offset, rows, columns: 1, stride: spacing });
  return {
    width,
    columns,
    stride,
    gamma,
    outgoing,
    length: padded(outgoing + width, 16),
    blocks: {
      W1: { offset: 0, rows, columns: dimension, stride },
      ...(bias ? { b1: perNeuron(dimension, stride) } : {}),
      ...(normalization === 'batch' ? { gamma: perNeuron(gamma, 1) } : {}),
      W2: perNeuron(outgoing, 1),
    },
  };
}

/** `size` rounded up to a multiple of `unit`. */
export function padded(size: number, unit: number): number {
  return Math.ceil(size / unit) * unit;
}
