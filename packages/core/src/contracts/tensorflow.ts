/**
 * The part of TensorFlow.js that forward passes are written in, in types of our own: a project that uses them needs
 * neither TensorFlow.js nor the types of browsers. The namespace of the package `@tensorflow/tfjs` has this type too.
 * Operations that are not declared here are there at run time.
 */

type TypedArray = Float32Array | Int32Array | Uint8Array | Uint8ClampedArray;

interface Nested<T> {
  [index: number]: T | Nested<T>;
}

type Values =
  | number
  | boolean
  | string
  | TypedArray
  | Nested<number | number[] | TypedArray>
  | Nested<boolean>
  | Nested<string>
  | Uint8Array[];

/** A tensor, or values that become one: a number, or an array, nested if it has several axes. */
export type TensorLike = Tensor | Values;

/** A tensor of any rank. The engine checks the shapes when it computes. */
export interface Tensor {
  /** The extents of all axes. */
  readonly shape: readonly number[];
  /** The number of axes. */
  readonly rank: number;
  /** The number of elements. */
  readonly size: number;
  /** `float32`, `int32` or `bool`. */
  readonly dtype: string;
  /** A copy of the elements, row-major. */
  dataSync(): Float32Array | Int32Array | Uint8Array;
  /** Frees the memory. */
  dispose(): void;
}

/** A function of tensors, for differentiation. */
type Differentiable = { of(...inputs: Tensor[]): Tensor }['of'];

type Axis = number | number[];

/**
 * The tfjs namespace. A model's forward pass gets it as an argument, so that packages of models need no tfjs of their
 * own. Binary operations broadcast as in NumPy. `axis` is an index of an axis, or several; without it, all.
 */
export interface TensorFlow {
  // Tensors from values.
  scalar(value: number | boolean, dtype?: 'float32' | 'int32' | 'bool'): Tensor;
  tensor(values: Values, shape?: number[], dtype?: 'float32' | 'int32' | 'bool'): Tensor;
  tensor1d(values: Values, dtype?: 'float32' | 'int32' | 'bool'): Tensor;
  tensor2d(values: Values, shape?: [number, number], dtype?: 'float32' | 'int32' | 'bool'): Tensor;
  zeros(shape: readonly number[], dtype?: 'float32' | 'int32' | 'bool'): Tensor;
  ones(shape: readonly number[], dtype?: 'float32' | 'int32' | 'bool'): Tensor;
  fill(shape: readonly number[], value: number): Tensor;
  zerosLike(x: TensorLike): Tensor;
  onesLike(x: TensorLike): Tensor;
  range(start: number, stop: number, step?: number, dtype?: 'float32' | 'int32'): Tensor;
  eye(rows: number, columns?: number): Tensor;
  oneHot(indices: TensorLike, depth: number): Tensor;

  // Elementwise, of one tensor.
  abs(x: TensorLike): Tensor;
  acos(x: TensorLike): Tensor;
  asin(x: TensorLike): Tensor;
  atan(x: TensorLike): Tensor;
  cast(x: TensorLike, dtype: 'float32' | 'int32' | 'bool'): Tensor;
  ceil(x: TensorLike): Tensor;
  clipByValue(x: TensorLike, lower: number, upper: number): Tensor;
  cos(x: TensorLike): Tensor;
  cosh(x: TensorLike): Tensor;
  elu(x: TensorLike): Tensor;
  erf(x: TensorLike): Tensor;
  exp(x: TensorLike): Tensor;
  expm1(x: TensorLike): Tensor;
  floor(x: TensorLike): Tensor;
  leakyRelu(x: TensorLike, slope?: number): Tensor;
  log(x: TensorLike): Tensor;
  log1p(x: TensorLike): Tensor;
  logSigmoid(x: TensorLike): Tensor;
  logicalNot(x: TensorLike): Tensor;
  neg(x: TensorLike): Tensor;
  reciprocal(x: TensorLike): Tensor;
  relu(x: TensorLike): Tensor;
  relu6(x: TensorLike): Tensor;
  round(x: TensorLike): Tensor;
  rsqrt(x: TensorLike): Tensor;
  selu(x: TensorLike): Tensor;
  sigmoid(x: TensorLike): Tensor;
  sign(x: TensorLike): Tensor;
  sin(x: TensorLike): Tensor;
  sinh(x: TensorLike): Tensor;
  softplus(x: TensorLike): Tensor;
  sqrt(x: TensorLike): Tensor;
  square(x: TensorLike): Tensor;
  step(x: TensorLike, slopeBelowZero?: number): Tensor;
  tan(x: TensorLike): Tensor;
  tanh(x: TensorLike): Tensor;

  // Elementwise, of several.
  add(a: TensorLike, b: TensorLike): Tensor;
  addN(tensors: TensorLike[]): Tensor;
  atan2(a: TensorLike, b: TensorLike): Tensor;
  div(a: TensorLike, b: TensorLike): Tensor;
  divNoNan(a: TensorLike, b: TensorLike): Tensor;
  equal(a: TensorLike, b: TensorLike): Tensor;
  greater(a: TensorLike, b: TensorLike): Tensor;
  greaterEqual(a: TensorLike, b: TensorLike): Tensor;
  less(a: TensorLike, b: TensorLike): Tensor;
  lessEqual(a: TensorLike, b: TensorLike): Tensor;
  logicalAnd(a: TensorLike, b: TensorLike): Tensor;
  logicalOr(a: TensorLike, b: TensorLike): Tensor;
  maximum(a: TensorLike, b: TensorLike): Tensor;
  minimum(a: TensorLike, b: TensorLike): Tensor;
  mod(a: TensorLike, b: TensorLike): Tensor;
  mul(a: TensorLike, b: TensorLike): Tensor;
  notEqual(a: TensorLike, b: TensorLike): Tensor;
  pow(base: TensorLike, exponent: TensorLike): Tensor;
  prelu(x: TensorLike, slopes: TensorLike): Tensor;
  squaredDifference(a: TensorLike, b: TensorLike): Tensor;
  sub(a: TensorLike, b: TensorLike): Tensor;
  where(condition: TensorLike, a: TensorLike, b: TensorLike): Tensor;

  // Over axes.
  all(x: TensorLike, axis?: Axis, keepDims?: boolean): Tensor;
  any(x: TensorLike, axis?: Axis, keepDims?: boolean): Tensor;
  argMax(x: TensorLike, axis?: number): Tensor;
  argMin(x: TensorLike, axis?: number): Tensor;
  cumsum(x: TensorLike, axis?: number, exclusive?: boolean, reverse?: boolean): Tensor;
  logSoftmax(logits: TensorLike, axis?: number): Tensor;
  logSumExp(x: TensorLike, axis?: Axis, keepDims?: boolean): Tensor;
  max(x: TensorLike, axis?: Axis, keepDims?: boolean): Tensor;
  mean(x: TensorLike, axis?: Axis, keepDims?: boolean): Tensor;
  min(x: TensorLike, axis?: Axis, keepDims?: boolean): Tensor;
  /** Mean and variance, divided by the number of elements. */
  moments(x: TensorLike, axis?: Axis, keepDims?: boolean): { mean: Tensor; variance: Tensor };
  norm(x: TensorLike, order?: number | 'euclidean' | 'fro', axis?: Axis, keepDims?: boolean): Tensor;
  prod(x: TensorLike, axis?: Axis, keepDims?: boolean): Tensor;
  softmax(logits: TensorLike, axis?: number): Tensor;
  sum(x: TensorLike, axis?: Axis, keepDims?: boolean): Tensor;

  // Products.
  dot(a: TensorLike, b: TensorLike): Tensor;
  einsum(equation: string, ...tensors: Tensor[]): Tensor;
  matMul(a: TensorLike, b: TensorLike, transposeA?: boolean, transposeB?: boolean): Tensor;
  outerProduct(a: TensorLike, b: TensorLike): Tensor;

  // Convolutions of images [n, height, width, channels] with filters [height, width, channels, filters].
  avgPool(x: TensorLike, size: number | [number, number], strides: number | [number, number], pad: Padding): Tensor;
  conv2d(x: TensorLike, filter: TensorLike, strides: number | [number, number], pad: Padding): Tensor;
  maxPool(x: TensorLike, size: number | [number, number], strides: number | [number, number], pad: Padding): Tensor;

  // The same elements in another shape or order, or some of them.
  broadcastTo(x: TensorLike, shape: readonly number[]): Tensor;
  concat(tensors: TensorLike[], axis?: number): Tensor;
  expandDims(x: TensorLike, axis?: number): Tensor;
  gather(x: TensorLike, indices: TensorLike, axis?: number): Tensor;
  pad(x: TensorLike, paddings: [number, number][], value?: number): Tensor;
  reshape(x: TensorLike, shape: readonly number[]): Tensor;
  reverse(x: TensorLike, axis?: Axis): Tensor;
  slice(x: TensorLike, begin: Axis, size?: Axis): Tensor;
  split(x: TensorLike, sizes: Axis, axis?: number): Tensor[];
  squeeze(x: TensorLike, axes?: number[]): Tensor;
  stack(tensors: TensorLike[], axis?: number): Tensor;
  tile(x: TensorLike, repetitions: number[]): Tensor;
  transpose(x: TensorLike, permutation?: number[]): Tensor;
  unstack(x: TensorLike, axis?: number): Tensor[];

  // Derivatives.
  grad(f: Differentiable): { of(x: TensorLike, dy?: TensorLike): Tensor }['of'];
  grads(f: Differentiable): { of(inputs: TensorLike[], dy?: TensorLike): Tensor[] }['of'];

  // Memory.
  /** Runs a function and frees all tensors that it made, except those that are kept. */
  tidy(code: () => void): void;
  keep(tensor: Tensor): Tensor;
  memory(): { numTensors: number; numBytes: number };
}

type Padding = 'valid' | 'same' | number;
