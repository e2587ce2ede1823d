import type { ParameterSpec, VectorValues } from '../../contracts/model.ts';
import { LabError } from '../../errors.ts';
import { sizeOf } from '../../parameters/size-of.ts';

/** Numbers in a shape, row-major. */
export interface Tensor {
  readonly shape: readonly number[];
  readonly values: Float32Array | Float64Array;
}

/** Tensors by name, and metadata as text. */
export interface TensorFile {
  readonly tensors: Readonly<Record<string, Tensor>>;
  readonly metadata: Readonly<Record<string, string>>;
}

const SINGLE_NAN = 0x7fc00000;
const DOUBLE_NAN = 0x7ff8000000000000n;

const METADATA = '__metadata__';

/** Bytes of the header's length, at the beginning of the file. */
const LENGTH_BYTES = 8;

/** A vector over all parameters as tensors. Their names begin with the given prefix. */
export function tensorsOf(
  specs: Readonly<Record<string, Pick<ParameterSpec, 'shape'>>>,
  values: VectorValues,
  prefix = '',
): Record<string, Tensor> {
  return Object.fromEntries(
    Object.entries(specs).map(([name, { shape }]) => [
      `${prefix}${name}`,
      { shape, values: values[name] as Tensor['values'] },
    ]),
  );
}

/**
 * Tensors in the safetensors format, which PyTorch, JAX and NumPy open: the length of the header as a 64-bit integer, a
 * JSON header with the metadata and each tensor's type, shape and place, then the numbers. All of it is little-endian.
 * NaN is written as 0x7fc00000, or 0x7ff8000000000000: processors differ in the bits of the NaN that they make, and
 * files of the same run must not differ.
 *
 * @param metadata comes first in the header, in the given order; without metadata there is no entry for it
 * @see https://huggingface.co/docs/safetensors
 */
export function encodeSafetensors(
  tensors: TensorFile['tensors'],
  metadata: TensorFile['metadata'] = {},
): Uint8Array<ArrayBuffer> {
  let end = 0;
  const entries = Object.entries(tensors).map(([name, { shape, values }]) => {
    const start = end;
    end += values.byteLength;
    return [name, { dtype: dtypeOf(values), shape, data_offsets: [start, end] }];
  });
  const header = Object.fromEntries(entries);
  const text = new TextEncoder().encode(
    JSON.stringify(Object.keys(metadata).length === 0 ? header : { [METADATA]: metadata, ...header }),
  );
  // Padded with spaces, so that the numbers begin at a multiple of 8 bytes and can be mapped into memory.
  const length = Math.ceil(text.length / 8) * 8;
  const file = new Uint8Array(LENGTH_BYTES + length + end);
  const view = new DataView(file.buffer);
  view.setBigUint64(0, BigInt(length), true);
  file.set(text, LENGTH_BYTES);
  let position = LENGTH_BYTES + length;
  file.fill(0x20, LENGTH_BYTES + text.length, position);
  for (const { values } of Object.values(tensors)) {
    writeNumbers(view, position, values);
    position += values.byteLength;
  }
  return file;
}

/**
 * Reads a file in the safetensors format whose tensors are of type F32 or F64.
 *
 * @throws LabError of kind `store` with the error in the file
 */
export function decodeSafetensors(file: Uint8Array): TensorFile {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  if (file.length < LENGTH_BYTES) throw damaged(`it has ${file.length} bytes, too few for any`);
  const length = view.getBigUint64(0, true);
  if (length > file.length - LENGTH_BYTES) {
    throw damaged(`it has ${file.length} bytes, too few for a header of ${length}`);
  }
  const dataStart = LENGTH_BYTES + Number(length);
  const { [METADATA]: metadata = {}, ...entries } = parseHeader(file.subarray(LENGTH_BYTES, dataStart));
  if (!isRecord(metadata) || !Object.values(metadata).every((value) => typeof value === 'string')) {
    throw damaged('its metadata are not texts by name');
  }
  const places = Object.entries(entries).map(([name, entry]) => {
    if (!isEntry(entry)) throw damaged(`it does not say what its tensor "${name}" is`);
    return { name, ...entry };
  });
  places.sort(({ data_offsets: a }, { data_offsets: b }) => a[0] - b[0] || a[1] - b[1]);
  let end = 0;
  const tensors = places.map(({ name, dtype, shape, data_offsets: offsets }): [string, Tensor] => {
    if (dtype !== 'F32' && dtype !== 'F64') {
      throw damaged(`its tensor "${name}" is of type ${dtype}; expected F32 or F64`);
    }
    const size = sizeOf(shape);
    const bytes = size * (dtype === 'F32' ? 4 : 8);
    if (offsets[0] !== end || offsets[1] !== end + bytes) {
      throw damaged(`expected its tensor "${name}" at bytes ${end} to ${end + bytes}, got ${offsets.join(' to ')}`);
    }
    const start = dataStart + end;
    end += bytes;
    if (dataStart + end > file.length) {
      throw damaged(`it has ${file.length} bytes, and its tensor "${name}" would go up to byte ${dataStart + end}`);
    }
    return [name, { shape, values: readNumbers(view, start, dtype, size) }];
  });
  const surplus = file.length - dataStart - end;
  if (surplus > 0) throw damaged(`it has ${surplus} bytes behind its last tensor`);
  return { tensors: Object.fromEntries(tensors), metadata: metadata as Record<string, string> };
}

interface Entry {
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly data_offsets: readonly [start: number, end: number];
}

function parseHeader(bytes: Uint8Array): Record<string, unknown> {
  try {
    const header: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes));
    if (isRecord(header)) return header;
  } catch (cause) {
    throw damaged('its header is not JSON', cause);
  }
  throw damaged('its header is not a JSON object');
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isEntry(value: unknown): value is Entry {
  if (!isRecord(value)) return false;
  const { dtype, shape, data_offsets: offsets } = value;
  return typeof dtype === 'string' && areSizes(shape) && areSizes(offsets) && offsets.length === 2;
}

function areSizes(value: unknown): value is readonly number[] {
  return Array.isArray(value) && value.every((size) => Number.isSafeInteger(size) && size >= 0);
}

function damaged(reason: string, cause?: unknown): LabError {
  return new LabError('store', `not a safetensors file: ${reason}`, { cause });
}

function dtypeOf(values: Tensor['values']): 'F32' | 'F64' {
  return values instanceof Float32Array ? 'F32' : 'F64';
}

function writeNumbers(view: DataView, start: number, values: Tensor['values']): void {
  const single = values instanceof Float32Array;
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as number;
    const position = start + values.BYTES_PER_ELEMENT * i;
    if (single) {
      if (Number.isNaN(value)) view.setUint32(position, SINGLE_NAN, true);
      else view.setFloat32(position, value, true);
    } else {
      if (Number.isNaN(value)) view.setBigUint64(position, DOUBLE_NAN, true);
      else view.setFloat64(position, value, true);
    }
  }
}

function readNumbers(view: DataView, position: number, dtype: 'F32' | 'F64', size: number): Tensor['values'] {
  if (dtype === 'F32') {
    const values = new Float32Array(size);
    for (let i = 0; i < size; i++) values[i] = view.getFloat32(position + 4 * i, true);
    return values;
  }
  const values = new Float64Array(size);
  for (let i = 0; i < size; i++) values[i] = view.getFloat64(position + 8 * i, true);
  return values;
}
