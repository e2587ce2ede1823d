import { exp, LabError, log1p, type ParameterValues, type ResolvedReference, type Samples } from '@sharpness-lab/core';

/** Parameters by name, row-major, in double precision. */
export type Weights = Readonly<Record<string, Float64Array>>;
/** Inputs x, one after the other. */
export type Points = readonly Float64Array[];

/** An architecture as the paper writes it, in double precision. */
export interface ReferenceNetwork {
  /**
   * f(x) for each of `inputs`.
   *
   * @param train the inputs of the training set (normalization statistics)
   */
  outputs(weights: Weights, inputs: Points, train: Points): number[];
  /**
   * The distance to the nearest kink: the least |pre-activation| of a ReLU, or | ||h|| - epsilon |, on these inputs.
   */
  kinkDistance(weights: Weights, inputs: Points): number;
}

/**
 * The networks with which statements are checked by finite differences. They share no code with the packages of models
 * and engines, so their agreement is independent evidence.
 *
 * @throws LabError of kind `config` for a model that is not one of the paper's Source: Wen, Li, Ma, "Sharpness
 *   Minimization Algorithms Do Not Only Minimize Sharpness To Achieve Better Generalization", 2023, arXiv:2307.11007,
 *   section 2.
 */
export function referenceNetwork({ name, options }: Pick<ResolvedReference, 'name' | 'options'>): ReferenceNetwork {
  switch (name) {
    case '2-mlp-no-bias':
    case '2-mlp-bias':
    case 'mlp-bias':
      return reluNetwork;
    case '2-mlp-softplus':
      return softplusNetwork;
    case '2-mlp-sim-ln':
      return simLnNetwork(Number(options.epsilon));
    case '2-mlp-sim-bn':
      return simBnNetwork;
    default:
      throw new LabError('config', `model: expected an architecture of the paper, got "${name}"`);
  }
}

/** The parameters in double precision, in arrays of their own. */
export function weightsOf(parameters: ParameterValues): Weights {
  return Object.fromEntries(Object.entries(parameters).map(([name, values]) => [name, Float64Array.from(values)]));
}

/** The inputs of a set of samples. */
export function pointsOf({ size, dimension, inputs }: Samples): Points {
  return Array.from({ length: size }, (_, i) => Float64Array.from(inputs.subarray(i * dimension, (i + 1) * dimension)));
}

/** Activations of the first hidden layer, relu(W1 x + b1). */
export function firstLayer(weights: Weights, x: Float64Array): Float64Array {
  return relu(affine(weights.W1, weights.b1, x));
}

/** f(x) = W_D relu(W_{D-1} ... relu(W_1 x + b_1)), with or without the bias. */
export const reluNetwork: ReferenceNetwork = {
  outputs: (weights, inputs) =>
    inputs.map((x) => {
      const layers = reluLayers(weights, x);
      return dot(weights[`W${layers.length + 1}`], relu(layers.at(-1) as Float64Array));
    }),
  kinkDistance,
};

const softplusNetwork: ReferenceNetwork = {
  outputs: (weights, inputs) => inputs.map((x) => dot(weights.W2, affine(weights.W1, weights.b1, x).map(softplus))),
  kinkDistance: () => Number.POSITIVE_INFINITY,
};

/** f(x) = W2 h / max(||h||, epsilon), h = relu(W1 x + b1). */
export function simLnNetwork(epsilon: number): ReferenceNetwork {
  return {
    outputs: (weights, inputs) =>
      inputs.map((x) => {
        const h = firstLayer(weights, x);
        return dot(weights.W2, h) / Math.max(Math.sqrt(dot(h, h)), epsilon);
      }),
    kinkDistance: (weights, inputs) =>
      inputs.reduce(
        (least, x) => {
          const h = firstLayer(weights, x);
          return Math.min(least, Math.abs(Math.sqrt(dot(h, h)) - epsilon));
        },
        kinkDistance(weights, inputs),
      ),
  };
}

/** f(x) = W2 (gamma h / s), h = relu(W1 x + b1), s_j^2 = mean_i h_ij^2 over the training set; silent neurons give 0. */
export const simBnNetwork: ReferenceNetwork = {
  outputs(weights, inputs, train) {
    const { W2, gamma } = weights;
    const squares = new Float64Array((W2 as Float64Array).length);
    for (const x of train) {
      firstLayer(weights, x).forEach((h, j) => {
        squares[j] = (squares[j] as number) + (h * h) / train.length;
      });
    }
    const scales = squares.map((square, j) => (square === 0 ? 0 : (gamma?.[j] as number) / Math.sqrt(square)));
    return inputs.map((x) =>
      dot(
        W2,
        firstLayer(weights, x).map((h, j) => h * (scales[j] as number)),
      ),
    );
  },
  kinkDistance,
};

function kinkDistance(weights: Weights, inputs: Points): number {
  let least = Number.POSITIVE_INFINITY;
  for (const x of inputs) {
    for (const layer of reluLayers(weights, x)) {
      for (const value of layer) least = Math.min(least, Math.abs(value));
    }
  }
  return least;
}

/** Pre-activations of every hidden layer. */
function reluLayers(weights: Weights, x: Float64Array): Float64Array[] {
  const layers = [affine(weights.W1, weights.b1, x)];
  for (let layer = 2; weights[`W${layer + 1}`] !== undefined; layer++) {
    layers.push(affine(weights[`W${layer}`], undefined, relu(layers.at(-1) as Float64Array)));
  }
  return layers;
}

function affine(matrix: Float64Array | undefined, bias: Float64Array | undefined, x: Float64Array): Float64Array {
  const rows = matrix?.length ?? 0;
  const result = new Float64Array(rows / x.length);
  for (let j = 0; j < result.length; j++) {
    let sum = bias?.[j] ?? 0;
    for (let k = 0; k < x.length; k++) sum += (matrix?.[j * x.length + k] as number) * (x[k] as number);
    result[j] = sum;
  }
  return result;
}

function relu(values: Float64Array): Float64Array {
  return values.map((value) => Math.max(0, value));
}

function dot(a: Float64Array | undefined, b: Float64Array): number {
  return b.reduce((sum, value, j) => sum + value * (a?.[j] as number), 0);
}

function softplus(z: number): number {
  return Math.max(z, 0) + log1p(exp(-Math.abs(z)));
}
