import type { ParameterSpec, ParameterValues } from '../contracts/model.ts';

const NAN_BITS = 0x7fc00000;

/**
 * Parameters in the safetensors format, which PyTorch, JAX and NumPy open: the length of the header as a 64-bit
 * integer, a JSON header with each tensor's type, shape and place, then the numbers. All little-endian. NaN is written as
 * 0x7fc00000: processors differ in the bits of the NaN that they make, and files of the same run must not.
 *
 * @see https://huggingface.co/docs/safetensors
 */
export function encodeSafetensors(
  specs: Readonly<Record<string, Pick<ParameterSpec, 'shape'>>>,
  values: ParameterValues,
): Uint8Array {
  let end = 0;
  const tensors = Object.entries(specs).map(([name, { shape }]) => {
    const start = end;
    const numbers = values[name] as Float32Array;
    end += numbers.byteLength;
    return { name, shape, numbers, start, end };
  });
  const header = JSON.stringify(
    Object.fromEntries(
      tensors.map(({ name, shape, start, end }) => [name, { dtype: 'F32', shape, data_offsets: [start, end] }]),
    ),
  );
  const text = new TextEncoder().encode(header);
  // Padded with spaces, so that the numbers begin at a multiple of 8 bytes and can be mapped into memory.
  const length = Math.ceil(text.length / 8) * 8;
  const file = new Uint8Array(8 + length + end).fill(0x20, 8, 8 + length);
  const view = new DataView(file.buffer);
  view.setBigUint64(0, BigInt(length), true);
  file.set(text, 8);
  for (const { numbers, start } of tensors) {
    numbers.forEach((number, index) => {
      const place = 8 + length + start + 4 * index;
      if (Number.isNaN(number)) view.setUint32(place, NAN_BITS, true);
      else view.setFloat32(place, number, true);
    });
  }
  return file;
}
