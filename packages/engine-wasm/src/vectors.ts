import type { ParameterValues, Vector, VectorArithmetic, VectorValues } from '@sharpness-lab/core';
import type { Address, BinaryKernel, Kernels, UnaryKernel } from './kernels.ts';
import type { Layout } from './layout.ts';
import type { Memory } from './memory.ts';

/** A vector in a session's memory: `rows` runs of `columns` floats, one every `stride` floats. */
export interface Span {
  readonly address: Address;
  readonly rows: number;
  readonly columns: number;
  readonly stride: number;
  /** Whether the runs are columns of the parameter, not rows. */
  readonly transposed?: true;
  /** The named parameters of a full-length vector. */
  readonly parts: ReadonlyMap<string, Span>;
}

const NO_PARTS: ReadonlyMap<string, Span> = new Map();

/** The full-length vector at an address. It is one run, padding included. The padding is zero, and stays zero. */
export function fullVector(address: Address, { blocks, length }: Layout): Span {
  const parts = new Map(
    Object.entries(blocks).map(([name, { offset, shape: _, ...runs }]) => [
      name,
      { ...runs, address: address + 4 * offset, parts: NO_PARTS },
    ]),
  );
  return { address, rows: 1, columns: length, stride: length, parts };
}

/** Copies named parameters into a full-length vector. */
export function writeParameters(floats: Float32Array, { parts }: Span, values: VectorValues): void {
  for (const [name, part] of parts) {
    const source = values[name] as Float32Array | Float64Array;
    forEachPlace(part, (place, k) => {
      floats[place] = source[k] as number;
    });
  }
}

/** Copies the named parameters out of a full-length vector. */
export function readParameters(floats: Float32Array, { parts }: Span): ParameterValues {
  return Object.fromEntries(
    Array.from(parts, ([name, part]) => {
      const values = new Float32Array(part.rows * part.columns);
      forEachPlace(part, (place, k) => {
        values[k] = floats[place] as number;
      });
      return [name, values];
    }),
  );
}

/**
 * Visits the elements of a parameter in the order of memory, each with its place among all floats and its position k.
 */
function forEachPlace(
  { address, rows, columns, stride, transposed }: Span,
  visit: (place: number, k: number) => void,
): void {
  const [perRun, perPlace] = transposed ? [1, rows] : [columns, 1];
  for (let run = 0; run < rows; run++) {
    const start = address / 4 + run * stride;
    for (let place = 0; place < columns; place++) visit(start + place, run * perRun + place * perPlace);
  }
}

/** Whether the elements of two vectors lie in the same order. */
function alike(x: Span, y: Span): boolean {
  return x.rows === y.rows && x.transposed === y.transposed;
}

/** The elements of a vector as vectors, in the order of the parameter. */
function elementsOf(span: Span): Vector[] {
  const elements: Vector[] = [];
  forEachPlace(span, (place, k) => {
    elements[k] = toVector({ address: 4 * place, rows: 1, columns: 1, stride: 1, parts: NO_PARTS });
  });
  return elements;
}

/** Vector arithmetic by the kernels. */
export class SpanArithmetic implements VectorArithmetic {
  readonly #kernels: Kernels;
  /** The place of the real numbers that kernels take and return. */
  readonly #scalar: Float64Array;

  constructor({ kernels, floats }: Pick<Memory, 'kernels' | 'floats'>) {
    this.#kernels = kernels;
    this.#scalar = new Float64Array(floats.buffer, kernels.scalar(), 1);
  }

  fill(x: Vector, value: number): void {
    const span = toSpan(x);
    if (value === 0 || span.parts.size === 0) this.#fill(span, value);
    else for (const part of span.parts.values()) this.#fill(part, value);
  }

  copy(from: Vector, to: Vector): void {
    this.#unary(this.#kernels.copy, from, to);
  }

  scale(factor: number, x: Vector): void {
    const { address, stride, rows, columns } = toSpan(x);
    this.#scalar[0] = factor;
    this.#kernels.scale(address, stride, rows, columns);
  }

  // These functions are small, so that V8 inlines them into the steps of optimizers. Numbers that are passed to a
  // function, or returned by it, are objects on the heap unless it is inlined.
  axpy(factor: number, x: Vector, y: Vector): void {
    const a = toSpan(x);
    const b = toSpan(y);
    this.#scalar[0] = factor;
    if (alike(a, b)) this.#kernels.axpy(a.address, a.stride, b.address, b.stride, b.rows, b.columns);
    else this.#axpyElements(a, b);
  }

  dot(x: Vector, y: Vector): number {
    const a = toSpan(x);
    const b = toSpan(y);
    if (alike(a, b)) this.#kernels.dot(a.address, a.stride, b.address, b.stride, b.rows, b.columns);
    else this.#dotElements(a, b);
    return this.#scalar[0] as number;
  }

  norm(x: Vector): number {
    return Math.sqrt(this.dot(x, x));
  }

  multiply(x: Vector, y: Vector, out: Vector): void {
    this.#binary(this.#kernels.multiply, x, y, out);
  }

  divide(x: Vector, y: Vector, out: Vector): void {
    this.#binary(this.#kernels.divide, x, y, out);
  }

  abs(x: Vector, out: Vector): void {
    this.#unary(this.#kernels.abs, x, out);
  }

  sqrt(x: Vector, out: Vector): void {
    this.#unary(this.#kernels.sqrt, x, out);
  }

  /** y <- y + scalar x. */
  #axpyElements(x: Span, y: Span): void {
    const factor = this.#scalar[0] as number;
    const results = elementsOf(y);
    for (const [k, element] of elementsOf(x).entries()) this.axpy(factor, element, results[k] as Vector);
  }

  /** scalar <- <x, y>. */
  #dotElements(x: Span, y: Span): void {
    const others = elementsOf(y);
    let sum = 0;
    for (const [k, element] of elementsOf(x).entries()) sum += this.dot(element, others[k] as Vector);
    this.#scalar[0] = sum;
  }

  #unary(kernel: UnaryKernel, x: Vector, out: Vector): void {
    const a = toSpan(x);
    const b = toSpan(out);
    if (alike(a, b)) {
      kernel(a.address, a.stride, b.address, b.stride, b.rows, b.columns);
      return;
    }
    const results = elementsOf(b);
    for (const [k, element] of elementsOf(a).entries()) this.#unary(kernel, element, results[k] as Vector);
  }

  #binary(kernel: BinaryKernel, x: Vector, y: Vector, out: Vector): void {
    const a = toSpan(x);
    const b = toSpan(y);
    const c = toSpan(out);
    if (alike(a, b) && alike(a, c)) {
      kernel(a.address, a.stride, b.address, b.stride, c.address, c.stride, c.rows, c.columns);
      return;
    }
    const [others, results] = [elementsOf(b), elementsOf(c)];
    for (const [k, element] of elementsOf(a).entries()) {
      this.#binary(kernel, element, others[k] as Vector, results[k] as Vector);
    }
  }

  #fill({ address, stride, rows, columns }: Span, value: number): void {
    this.#kernels.fill(value, address, stride, rows, columns);
  }
}

/** A span as the opaque vector that optimizers hold. */
export function toVector(span: Span): Vector {
  return span as unknown as Vector;
}

/** The span behind an opaque vector. */
export function toSpan(vector: Vector): Span {
  return vector as unknown as Span;
}
