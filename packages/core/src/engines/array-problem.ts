import type { SessionState } from '../contracts/engine.ts';
import type { ParameterSpecs, VectorValues } from '../contracts/model.ts';
import type { Batch, Problem, Vector } from '../contracts/problem.ts';
import { parameterSpans, unflatten } from '../parameters/flat-parameters.ts';
import type { RandomStream } from '../random/random-stream.ts';

type Numbers = Float32Array | Float64Array;

/** Computes a mean batch gradient into `out` and returns the mean loss; see {@link Problem.gradient}. */
export type GradientFunction<A extends Numbers> = (batch: Batch, at: A, out: A, targets?: Float32Array) => number;

/** The parts of an {@link ArrayProblem}. */
export interface ArrayProblemSetup<A extends Numbers> {
  readonly specs: ParameterSpecs;
  /** The parameters in the order of `specs`, one after the other; moved in place. */
  readonly parameters: A;
  readonly gradient: GradientFunction<A>;
  /** The target of the sample at a position of the epoch's order. */
  readonly targetAt: (position: number) => number;
  readonly stream: RandomStream;
}

/**
 * A problem whose vectors are plain arrays. It serves engines that keep parameters in JavaScript, and programs that run
 * an optimizer on a function of their own. With Float64Array all arithmetic is in double precision.
 */
export class ArrayProblem<A extends Numbers> implements Problem {
  progress = 0;
  lastLoss = 0;
  readonly #specs: ParameterSpecs;
  readonly #parameters: A;
  readonly #gradient: GradientFunction<A>;
  readonly #targetAt: (position: number) => number;
  readonly #stream: RandomStream;
  readonly #spans: ReadonlyMap<string, readonly [start: number, end: number]>;
  readonly #states = new Map<string, A>();
  readonly #streams = new Map<string, RandomStream>();

  constructor({ specs, parameters, gradient, targetAt, stream }: ArrayProblemSetup<A>) {
    this.#specs = specs;
    this.#parameters = parameters;
    this.#gradient = gradient;
    this.#targetAt = targetAt;
    this.#stream = stream;
    this.#spans = parameterSpans(specs);
  }

  get parameters(): Vector {
    return wrap(this.#parameters);
  }

  vector(): Vector {
    return wrap(this.#zeros());
  }

  state(name: string): Vector {
    const present = this.#states.get(name);
    if (present !== undefined) return wrap(present);
    const fresh = this.#zeros();
    this.#states.set(name, fresh);
    return wrap(fresh);
  }

  /** Sets all state vectors of the optimizer to zero. */
  resetState(): void {
    this.#states.clear();
  }

  /** A copy of the parameters and of everything that optimizers keep between steps. */
  snapshot(): SessionState {
    return {
      parameters: this.#named(this.#parameters.slice()),
      optimizer: Object.fromEntries(Array.from(this.#states, ([name, values]) => [name, this.#named(values.slice())])),
      streams: Object.fromEntries(Array.from(this.#streams, ([name, stream]) => [name, stream.state])),
    };
  }

  /**
   * Restores a {@link snapshot} of another problem with the same setup. The optimizer must have started on this
   * problem.
   */
  restore({ parameters, optimizer, streams }: SessionState): void {
    this.#write(parameters, this.#parameters);
    for (const [name, values] of Object.entries(optimizer)) this.#write(values, unwrap(this.state(name)));
    for (const [name, position] of Object.entries(streams)) this.stream(name).state = position;
  }

  view(vector: Vector, parameter: string): Vector {
    const span = this.#spans.get(parameter);
    if (span === undefined) throw new RangeError(`no parameter "${parameter}"`);
    return wrap(unwrap(vector).subarray(...span));
  }

  gradient(batch: Batch, at: Vector, out: Vector, targets?: Float32Array): void {
    this.lastLoss = this.#gradient(batch, unwrap(at) as A, unwrap(out) as A, targets);
  }

  readTargets({ start, size }: Batch, out: Float32Array): void {
    for (let k = 0; k < size; k++) out[k] = this.#targetAt(start + k);
  }

  stream(name: string): RandomStream {
    const stream = this.#streams.get(name) ?? this.#stream.child(name);
    this.#streams.set(name, stream);
    return stream;
  }

  fill(x: Vector, value: number): void {
    unwrap(x).fill(value);
  }

  copy(from: Vector, to: Vector): void {
    unwrap(to).set(unwrap(from));
  }

  scale(factor: number, x: Vector): void {
    const values = unwrap(x);
    for (let i = 0; i < values.length; i++) values[i] = factor * (values[i] as number);
  }

  axpy(factor: number, x: Vector, y: Vector): void {
    const from = unwrap(x);
    const to = unwrap(y);
    for (let i = 0; i < to.length; i++) to[i] = (to[i] as number) + factor * (from[i] as number);
  }

  dot(x: Vector, y: Vector): number {
    const a = unwrap(x);
    const b = unwrap(y);
    let sum = 0;
    for (let i = 0; i < a.length; i++) sum += (a[i] as number) * (b[i] as number);
    return sum;
  }

  norm(x: Vector): number {
    return Math.sqrt(this.dot(x, x));
  }

  multiply(x: Vector, y: Vector, out: Vector): void {
    const a = unwrap(x);
    const b = unwrap(y);
    const to = unwrap(out);
    for (let i = 0; i < to.length; i++) to[i] = (a[i] as number) * (b[i] as number);
  }

  divide(x: Vector, y: Vector, out: Vector): void {
    const a = unwrap(x);
    const b = unwrap(y);
    const to = unwrap(out);
    for (let i = 0; i < to.length; i++) to[i] = a[i] === 0 ? 0 : (a[i] as number) / (b[i] as number);
  }

  abs(x: Vector, out: Vector): void {
    const from = unwrap(x);
    const to = unwrap(out);
    for (let i = 0; i < to.length; i++) to[i] = Math.abs(from[i] as number);
  }

  sqrt(x: Vector, out: Vector): void {
    const from = unwrap(x);
    const to = unwrap(out);
    for (let i = 0; i < to.length; i++) to[i] = Math.sqrt(from[i] as number);
  }

  #named(vector: Numbers): Record<string, Numbers> {
    return unflatten(this.#specs, vector);
  }

  #write(values: VectorValues, vector: Numbers): void {
    for (const [name, part] of Object.entries(this.#named(vector))) part.set(values[name] as Numbers);
  }

  #zeros(): A {
    return this.#parameters.slice().fill(0) as A;
  }
}

function wrap(values: Numbers): Vector {
  return values as unknown as Vector;
}

function unwrap(vector: Vector): Numbers {
  return vector as unknown as Numbers;
}
