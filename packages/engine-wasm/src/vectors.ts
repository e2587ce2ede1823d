import type { ParameterValues, Vector, VectorArithmetic } from '@sharpness-lab/core';
import type { Address, Kernels } from './kernels.ts';
import type { Layout } from './layout.ts';
import type { Memory } from './memory.ts';

/** A vector in a session's memory: `rows` runs of `columns` floats, one every `stride` floats. */
export interface Span {
  readonly address: Address;
  readonly rows: number;
  readonly columns: number;
  readonly stride: number;
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
  for (const [name, { address, rows, columns, stride }] of parts) {
    const source = values[name] as Float32Array;
    for (let row = 0; row < rows; row++) {
      floats.set(source.subarray(row * columns, (row + 1) * columns), address / 4 + row * stride);
    }
  }
}

/** Copies the named parameters out of a full-length vector. */
export function readParameters(floats: Float32Array, { parts }: Span): ParameterValues {
  return Object.fromEntries(
    Array.from(parts, ([name, { address, rows, columns, stride }]) => {
      const values = new Float32Array(rows * columns);
      for (let row = 0; row < rows; row++) {
        const start = address / 4 + row * stride;
        values.set(floats.subarray(start, start + columns), row * columns);
      }
      return [name, values];
    }),
  );
}

/** Vector arithmetic by the kernels. */
export class SpanArithmetic implements VectorArithmetic {
  readonly #kernels: Kernels;
  /** Where kernels take and return real numbers. */
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
    const a = toSpan(from);
    const b = toSpan(to);
    this.#kernels.copy(a.address, a.stride, b.address, b.stride, b.rows, b.columns);
  }

  scale(factor: number, x: Vector): void {
    const { address, stride, rows, columns } = toSpan(x);
    this.#scalar[0] = factor;
    this.#kernels.scale(address, stride, rows, columns);
  }

  axpy(factor: number, x: Vector, y: Vector): void {
    const a = toSpan(x);
    const b = toSpan(y);
    this.#scalar[0] = factor;
    this.#kernels.axpy(a.address, a.stride, b.address, b.stride, b.rows, b.columns);
  }

  dot(x: Vector, y: Vector): number {
    const a = toSpan(x);
    const b = toSpan(y);
    this.#kernels.dot(a.address, a.stride, b.address, b.stride, b.rows, b.columns);
    return this.#scalar[0] as number;
  }

  norm(x: Vector): number {
    return Math.sqrt(this.dot(x, x));
  }

  multiply(x: Vector, y: Vector, out: Vector): void {
    const a = toSpan(x);
    const b = toSpan(y);
    const c = toSpan(out);
    this.#kernels.multiply(a.address, a.stride, b.address, b.stride, c.address, c.stride, c.rows, c.columns);
  }

  divide(x: Vector, y: Vector, out: Vector): void {
    const a = toSpan(x);
    const b = toSpan(y);
    const c = toSpan(out);
    this.#kernels.divide(a.address, a.stride, b.address, b.stride, c.address, c.stride, c.rows, c.columns);
  }

  abs(x: Vector, out: Vector): void {
    const a = toSpan(x);
    const b = toSpan(out);
    this.#kernels.abs(a.address, a.stride, b.address, b.stride, b.rows, b.columns);
  }

  sqrt(x: Vector, out: Vector): void {
    const a = toSpan(x);
    const b = toSpan(out);
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
