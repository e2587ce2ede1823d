import { exp, log1p, type ParameterValues, type Samples } from '@sharpness-lab/core';

/** Parameters in double precision. */
type Parameters = Readonly<Record<string, number[]>>;

/** Outputs of a network on points, the normalization statistics of Sim-BN being those of the same points. */
type Forward = (parameters: Parameters, points: readonly (readonly number[])[]) => number[];

/** The models as the paper writes them, in double precision, independent of models and engines. */
const forwards: Readonly<Record<string, (options: Readonly<Record<string, unknown>>) => Forward>> = {
  '2-mlp-no-bias': () => (p, points) => points.map((x) => dot(layer(p, 'W1', x).map(relu), p.W2 as number[])),
  '2-mlp-bias': () => (p, points) => points.map((x) => dot(layer(p, 'W1', x, p.b1).map(relu), p.W2 as number[])),
  '2-mlp-softplus': () => (p, points) =>
    points.map((x) => dot(layer(p, 'W1', x, p.b1).map(softplus), p.W2 as number[])),
  '2-mlp-sim-ln':
    ({ epsilon }) =>
    (p, points) =>
      points.map((x) => {
        const h = layer(p, 'W1', x, p.b1).map(relu);
        return dot(h, p.W2 as number[]) / Math.max(Math.sqrt(dot(h, h)), Number(epsilon));
      }),
  '2-mlp-sim-bn': () => (p, points) => {
    const hidden = points.map((x) => layer(p, 'W1', x, p.b1).map(relu));
    const scales = (p.gamma as number[]).map((gamma, j) => {
      const square = hidden.reduce((sum, h) => sum + (h[j] as number) * (h[j] as number), 0) / points.length;
      return square === 0 ? 0 : (gamma * (p.W2?.[j] as number)) / Math.sqrt(square);
    });
    return hidden.map((h) => dot(h, scales));
  },
  'mlp-bias': () => (p, points) => {
    const depth = Object.keys(p).filter((name) => name.startsWith('W')).length;
    return points.map((x) => {
      let h: readonly number[] = layer(p, 'W1', x, p.b1).map(relu);
      for (let k = 2; k < depth; k++) h = layer(p, `W${k}`, h).map(relu);
      return dot(h, p[`W${depth}`] as number[]);
    });
  },
};

/** A network of double precision, to be looked at from outside. */
export interface ReferenceNetwork {
  /** Outputs on a split, whose statistics are those of the training set. */
  outputs(points: readonly (readonly number[])[]): number[];
  /** The trace of the Hessian of the mean loss on the training set, by second differences in each parameter. */
  traceByDifferences(loss: (output: number, target: number) => number): number;
}

/**
 * @param model the name of one of the paper's models and its options
 * @throws RangeError for another model
 */
export function referenceNetwork(
  { name, options }: { readonly name: string; readonly options: Readonly<Record<string, unknown>> },
  values: ParameterValues,
  train: Samples,
): ReferenceNetwork {
  const forward = forwards[name]?.(options);
  if (forward === undefined) throw new RangeError(`there is no reference network for model "${name}"`);
  const parameters = Object.fromEntries(Object.entries(values).map(([key, array]) => [key, Array.from(array)]));
  const points = pointsOf(train);
  return {
    outputs: (others) => forward(parameters, others),
    traceByDifferences(loss) {
      const meanLoss = () =>
        forward(parameters, points).reduce((sum, f, i) => sum + loss(f, train.targets[i] as number), 0) / points.length;
      const center = meanLoss();
      let trace = 0;
      for (const array of Object.values(parameters)) {
        for (const [k, value] of array.entries()) {
          // Small against the distance to kinks, large against rounding.
          const step = 3e-5 * Math.max(1, Math.abs(value));
          array[k] = value + step;
          const up = meanLoss();
          array[k] = value - step;
          const down = meanLoss();
          array[k] = value;
          trace += (up - 2 * center + down) / (step * step);
        }
      }
      return trace;
    },
  };
}

/** The rows of a data set. */
export function pointsOf({ size, dimension, inputs }: Samples): number[][] {
  return Array.from({ length: size }, (_, i) => [...inputs.subarray(i * dimension, (i + 1) * dimension)]);
}

function layer(p: Parameters, name: string, x: readonly number[], bias?: readonly number[]): number[] {
  const weights = p[name] as number[];
  return Array.from({ length: weights.length / x.length }, (_, j) => {
    let sum = bias?.[j] ?? 0;
    for (let k = 0; k < x.length; k++) sum += (weights[j * x.length + k] as number) * (x[k] as number);
    return sum;
  });
}

function dot(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, value, k) => sum + value * (b[k] as number), 0);
}

function relu(z: number): number {
  return Math.max(0, z);
}

function softplus(z: number): number {
  return Math.max(z, 0) + log1p(exp(-Math.abs(z)));
}
