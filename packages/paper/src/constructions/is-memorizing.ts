import { LabError, type ParameterValues, type Samples } from '@sharpness-lab/core';

/**
 * Whether a ReLU network with first-layer bias, of any depth, memorizes its training set: in every hidden layer each
 * training input makes exactly one neuron positive, and no two inputs the same one.
 *
 * @param parameters W1 [m_1, d], b1 [m_1], W2 [m_2, m_1], ..., WD [1, m_(D-1)], as of `2-mlp-bias` and `mlp-bias`
 * @throws LabError of kind `config` when W1, b1 or W2 is missing.
 *
 * Source: definition 4.2 of Wen, Li, Ma, "Sharpness Minimization Algorithms Do Not Only Minimize Sharpness To Achieve
 * Better Generalization", 2023, arXiv:2307.11007.
 */
export function isMemorizing(parameters: ParameterValues, { size, dimension, inputs }: Samples): boolean {
  const { W1, b1, W2 } = parameters;
  if (W1 === undefined || b1 === undefined || W2 === undefined) {
    const names = Object.keys(parameters).join(', ');
    throw new LabError('config', `isMemorizing: expected parameters W1, b1, W2, ..., got ${names}`);
  }
  let layer = Array.from({ length: size }, (_, i) => relu(W1, inputs.subarray(i * dimension, (i + 1) * dimension), b1));
  for (let depth = 2; ; depth++) {
    if (!isOneToOne(layer)) return false;
    const weights = parameters[`W${depth}`] as Float32Array;
    if (parameters[`W${depth + 1}`] === undefined) return true;
    layer = layer.map((hidden) => relu(weights, hidden));
  }
}

/** Whether each row has exactly one positive number, each in a column of its own. */
function isOneToOne(rows: readonly (readonly number[])[]): boolean {
  const columns = rows.map((row) => row.flatMap((value, j) => (value > 0 ? [j] : [])));
  return columns.every(({ length }) => length === 1) && new Set(columns.flat()).size === rows.length;
}

/** relu(W x + b) for a row-major matrix W. */
function relu(weights: Float32Array, x: ArrayLike<number>, bias?: Float32Array): number[] {
  return Array.from({ length: weights.length / x.length }, (_, j) => {
    let sum = bias?.[j] ?? 0;
    for (let k = 0; k < x.length; k++) sum += (weights[j * x.length + k] as number) * (x[k] as number);
    return Math.max(0, sum);
  });
}
