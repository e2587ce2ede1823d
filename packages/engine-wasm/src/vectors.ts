import type { ParameterValues, Vector, VectorArithmetic } from '@sharpness-lab/core';
import type { Address, Kernels } from './kernels.ts';
import type { Layout } from './layout.ts';

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

/** The full-length vector at an address. It is one run, padding included: the padding is zero, and stays so. */
export function fullVector(address: Address, { blocks, length }: Layout): Span {
  const parts = new Map(
    Object.entries(blocks).map(([name, { offset, ...shape }]) => [
      name,
      { ...shape, address: address + 4 * offset, parts: NO_PARTS },
    ]),
  );
  return { address, rows: 1, columns: length, stride: length, parts };
}

/** Copies named parameters into a full-length vector. */
export function writeParameters(floats: Float32Array, { parts }: Span, values: ParameterValues): void {
  for (const [name, part] of parts) {
    const source = values[name] as Float32Array;
    const { address, rows, columns, stride } = part;
    if (part.transposed) {
      for (let k = 0; k < source.length; k++) floats[elementAddress(part, k) / 4] = source[k] as number;
      continue;
    }
    for (let row = 0; row < rows; row++) {
      floats.set(source.subarray(row * columns, (row + 1) * columns), address / 4 + row * stride);
    }
  }
}

/** Copies the named parameters out of a full-length vector. */
export function readParameters(floats: Float32Array, { parts }: Span): ParameterValues {
  return Object.fromEntries(
    Array.from(parts, ([name, part]) => {
      const { address, rows, columns, stride } = part;
      const values = new Float32Array(rows * columns);
      if (part.transposed) return [name, values.map((_, k) => floats[elementAddress(part, k) / 4] as number)];
      for (let row = 0; row < rows; row++) {
        const start = address / 4 + row * stride;
        values.set(floats.subarray(start, start + columns), row * columns);
      }
      return [name, values];
    }),
  );
}

/** Where element k of a parameter lies. */
function elementAddress({ address, rows, columns, stride, transposed }: Span, k: number): Address {
  const [run, position] = transposed ? [k % rows, Math.floor(k / rows)] : [Math.floor(k / columns), k % columns];
  return address + 4 * (run * stride + position);
}

/** Whether the elements of two vectors come in the same order. */
function alike(x: Span, y: Span): boolean {
  return x.rows === y.rows && x.transposed === y.transposed;
}

const ELEMENT: Omit<Span, 'address'> = { rows: 1, columns: 1, stride: 1, parts: NO_PARTS };

/** Visits the elements of vectors that do not lie alike one by one. */
function forEachElement<const V extends readonly Vector[]>(vectors: V, visit: (...elements: V) => void): void {
  const spans = vectors.map(toSpan);
  const { rows, columns } = spans[0] as Span;
  for (let k = 0; k < rows * columns; k++) {
    const elements = spans.map((span) => ({ ...ELEMENT, address: elementAddress(span, k) }));
    visit(...(elements.map(toVector) as unknown as V));
  }
}

/** Vector arithmetic by the kernels. */
export class SpanArithmetic implements VectorArithmetic {
  readonly #kernels: Kernels;

  constructor(kernels: Kernels) {
    this.#kernels = kernels;
  }

  fill(x: Vector, value: number): void {
    const span = toSpan(x);
    if (value === 0 || span.parts.size === 0) this.#fill(span, value);
    else for (const part of span.parts.values()) this.#fill(part, value);
  }

  copy(from: Vector, to: Vector): void {
    const a = toSpan(from);
    const b = toSpan(to);
    if (!alike(a, b)) {
      forEachElement([from, to], (x, y) => this.copy(x, y));
      return;
    }
    this.#kernels.copy(a.address, a.stride, b.address, b.stride, b.rows, b.columns);
  }

  scale(factor: number, x: Vector): void {
    const { address, stride, rows, columns } = toSpan(x);
    this.#kernels.scale(factor, address, stride, rows, columns);
  }

  axpy(factor: number, x: Vector, y: Vector): void {
    const a = toSpan(x);
    const b = toSpan(y);
    if (!alike(a, b)) {
      forEachElement([x, y], (p, q) => this.axpy(factor, p, q));
      return;
    }
    this.#kernels.axpy(factor, a.address, a.stride, b.address, b.stride, b.rows, b.columns);
  }

  dot(x: Vector, y: Vector): number {
    const a = toSpan(x);
    const b = toSpan(y);
    if (!alike(a, b)) {
      let sum = 0;
      forEachElement([x, y], (p, q) => {
        sum += this.dot(p, q);
      });
      return sum;
    }
    return this.#kernels.dot(a.address, a.stride, b.address, b.stride, b.rows, b.columns);
  }

  norm(x: Vector): number {
    return Math.sqrt(this.dot(x, x));
  }

  multiply(x: Vector, y: Vector, out: Vector): void {
    const a = toSpan(x);
    const b = toSpan(y);
    const c = toSpan(out);
    if (!alike(a, b) || !alike(a, c)) {
      forEachElement([x, y, out], (p, q, r) => this.multiply(p, q, r));
      return;
    }
    this.#kernels.multiply(a.address, a.stride, b.address, b.stride, c.address, c.stride, c.rows, c.columns);
  }

  divide(x: Vector, y: Vector, out: Vector): void {
    const a = toSpan(x);
    const b = toSpan(y);
    const c = toSpan(out);
    if (!alike(a, b) || !alike(a, c)) {
      forEachElement([x, y, out], (p, q, r) => this.divide(p, q, r));
      return;
    }
    this.#kernels.divide(a.address, a.stride, b.address, b.stride, c.address, c.stride, c.rows, c.columns);
  }

  abs(x: Vector, out: Vector): void {
    const a = toSpan(x);
    const b = toSpan(out);
    if (!alike(a, b)) {
      forEachElement([x, out], (p, q) => this.abs(p, q));
      return;
    }
    this.#kernels.abs(a.address, a.stride, b.address, b.stride, b.rows, b.columns);
  }

  sqrt(x: Vector, out: Vector): void {
    const a = toSpan(x);
    const b = toSpan(out);
    if (!alike(a, b)) {
      forEachElement([x, out], (p, q) => this.sqrt(p, q));
      return;
    }
    this.#kernels.sqrt(a.address, a.stride, b.address, b.stride, b.rows, b.columns);
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
