import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { decodeSafetensors, encodeSafetensors, type Tensor, tensorsOf } from './safetensors.ts';

const specs = {
  W1: { shape: [2, 3], layer: 1, fanIn: 3 },
  b1: { shape: [2], layer: 1, fanIn: 3 },
};
const values = { W1: Float32Array.of(1, -2, 3.5, 0.1, 1e-38, -0), b1: Float32Array.of(7, 8) };

test('a file for one tensor, byte by byte', () => {
  const file = encodeSafetensors({ w: { shape: [1], values: Float32Array.of(1) } });
  const header = '{"w":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}  ';
  expect(header.length).toBe(56);
  expect([...file]).toEqual([56, 0, 0, 0, 0, 0, 0, 0, ...Buffer.from(header), 0x00, 0x00, 0x80, 0x3f]);
});

test('the numbers begin at a multiple of eight bytes, in the order of the shapes', () => {
  const file = encodeSafetensors(tensorsOf(specs, values));
  const view = new DataView(file.buffer);
  const start = 8 + Number(view.getBigUint64(0, true));
  expect(start % 8).toBe(0);
  expect(JSON.parse(Buffer.from(file.subarray(8, start)).toString())).toEqual({
    W1: { dtype: 'F32', shape: [2, 3], data_offsets: [0, 24] },
    b1: { dtype: 'F32', shape: [2], data_offsets: [24, 32] },
  });
  expect(new Float32Array(file.slice(start).buffer)).toEqual(Float32Array.of(...values.W1, ...values.b1));
});

test('every NaN has the same bits', () => {
  const w = new Float32Array(Uint32Array.of(0xffc00000, 0x7fc00001, 0x7fa00000, 0x7f800000).buffer);
  const file = encodeSafetensors({ w: { shape: [4], values: w } });
  expect(new Uint32Array(file.slice(-16).buffer)).toEqual(
    Uint32Array.of(0x7fc00000, 0x7fc00000, 0x7fc00000, 0x7f800000),
  );
  const v = new Float64Array(BigUint64Array.of(0xfff8000000000000n, 0x7ff8000000000001n, 0x7ff0000000000000n).buffer);
  expect(new BigUint64Array(encodeSafetensors({ v: { shape: [3], values: v } }).slice(-24).buffer)).toEqual(
    BigUint64Array.of(0x7ff8000000000000n, 0x7ff8000000000000n, 0x7ff0000000000000n),
  );
});

test('metadata come first, and only where there are any', () => {
  const header = (file: Uint8Array) => Buffer.from(file.subarray(8)).toString();
  const tensors = tensorsOf(specs, values);
  expect(header(encodeSafetensors(tensors, { about: 'a test' }))).toMatch(/^{"__metadata__":{"about":"a test"},"W1":/);
  expect(header(encodeSafetensors(tensors))).toMatch(/^{"W1":/);
});

test('what is read is what was written', () => {
  const tensor = fc
    .tuple(fc.array(fc.nat({ max: 4 }), { maxLength: 3 }), fc.boolean(), fc.infiniteStream(fc.double()))
    .map(([shape, double, numbers]): Tensor => {
      const values = shape.reduce((size, extent) => size * extent, 1);
      const drawn = [...numbers.take(values)];
      return { shape, values: double ? Float64Array.from(drawn) : Float32Array.from(drawn) };
    });
  const name = fc.string({ unit: 'grapheme' }).filter((text) => text !== '__metadata__');
  fc.assert(
    fc.property(
      fc.dictionary(name, tensor, { noNullPrototype: true }),
      fc.dictionary(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), { noNullPrototype: true }),
      // The content can lie anywhere in a larger buffer, as in buffers from Node.js.
      fc.nat({ max: 9 }),
      (tensors, metadata, offset) => {
        const file = encodeSafetensors(tensors, metadata);
        const shifted = Buffer.concat([Buffer.alloc(offset), file]).subarray(offset);
        expect(decodeSafetensors(shifted)).toEqual({ tensors, metadata });
      },
    ),
    { seed: 3, numRuns: 200 },
  );
});

test('tensors may stand in the header in any order', () => {
  const header =
    '{"b":{"dtype":"F32","shape":[],"data_offsets":[4,8]},"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}';
  const { tensors } = decodeSafetensors(fileOf(header, Float32Array.of(1, 2)));
  expect(tensors).toEqual({
    a: { shape: [1], values: Float32Array.of(1) },
    b: { shape: [], values: Float32Array.of(2) },
  });
});

/** A file with any header. */
function fileOf(header: string | Uint8Array, numbers = new Float32Array()): Uint8Array {
  const text = Buffer.from(header);
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(text.length));
  return Buffer.concat([length, text, Buffer.from(numbers.buffer)]);
}

describe('a file is refused', () => {
  const entry = (dtype: unknown, shape: unknown, offsets: unknown) =>
    JSON.stringify({ w: { dtype, shape, data_offsets: offsets } });
  const two = Float32Array.of(1, 2);
  test.each<[string, Uint8Array]>([
    ['it has 0 bytes, too few for any', new Uint8Array()],
    ['it has 7 bytes, too few for any', new Uint8Array(7)],
    ['it has 12 bytes, too few for a header of 18446744073709551615', new Uint8Array(12).fill(255)],
    ['its header is not JSON', fileOf('')],
    ['its header is not JSON', fileOf('{"w":')],
    ['its header is not JSON', fileOf(Uint8Array.of(0x22, 0xff, 0x22))],
    ['its header is not a JSON object', fileOf('[]')],
    ['its header is not a JSON object', fileOf('null')],
    ['its metadata are not texts by name', fileOf('{"__metadata__":{"epoch":1}}')],
    ['its metadata are not texts by name', fileOf('{"__metadata__":["epoch"]}')],
    ['it does not say what its tensor "w" is', fileOf('{"w":1}')],
    ['it does not say what its tensor "w" is', fileOf(entry(32, [2], [0, 8]), two)],
    ['it does not say what its tensor "w" is', fileOf(entry('F32', [-2], [0, 8]), two)],
    ['it does not say what its tensor "w" is', fileOf(entry('F32', [1.5], [0, 8]), two)],
    ['it does not say what its tensor "w" is', fileOf(entry('F32', '2', [0, 8]), two)],
    ['it does not say what its tensor "w" is', fileOf(entry('F32', [2], [0, 8, 8]), two)],
    ['its tensor "w" is of type I64; expected F32 or F64', fileOf(entry('I64', [1], [0, 8]), two)],
    ['expected its tensor "w" at bytes 0 to 8, got 0 to 4', fileOf(entry('F32', [2], [0, 4]), two)],
    ['expected its tensor "w" at bytes 0 to 4, got 4 to 8', fileOf(entry('F32', [1], [4, 8]), two)],
    ['and its tensor "w" would go up to byte', fileOf(entry('F64', [2], [0, 16]), two)],
    ['and its tensor "w" would go up to byte', fileOf(entry('F32', [2 ** 40], [0, 2 ** 42]), two)],
    ['it has 4 bytes behind its last tensor', fileOf(entry('F32', [1], [0, 4]), two)],
  ])('%s', (reason, file) => {
    expect(() => decodeSafetensors(file)).toThrow(
      expect.objectContaining({ kind: 'store', message: expect.stringContaining(`not a safetensors file: `) }),
    );
    expect(() => decodeSafetensors(file)).toThrow(reason);
  });
});

const python = (script: string, ...argv: string[]) =>
  execFileSync('python3', ['-c', script, ...argv], { stdio: 'pipe' }).toString();

function hasReference(): boolean {
  try {
    python('import safetensors.numpy');
    return true;
  } catch {
    return false;
  }
}

describe.skipIf(!hasReference())('the reference implementation', () => {
  const folder = mkdtempSync(join(tmpdir(), 'safetensors-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  test('reads what is written here', () => {
    const path = join(folder, 'ours.safetensors');
    writeFileSync(path, encodeSafetensors(tensorsOf(specs, values)));
    const script =
      'import sys, json; from safetensors.numpy import load_file; ' +
      'print(json.dumps({name: array.tolist() for name, array in load_file(sys.argv[1]).items()}))';
    expect(JSON.parse(python(script, path))).toEqual({
      W1: [[...values.W1.subarray(0, 3)], [...values.W1.subarray(3)]],
      b1: [7, 8],
    });
  });

  test('writes what is read here', () => {
    const path = join(folder, 'theirs.safetensors');
    const script =
      'import sys, numpy; from safetensors.numpy import save_file; ' +
      'save_file({"single": numpy.array([[1, -0.0], [0.1, 1e-38]], numpy.float32), ' +
      '"double": numpy.array([1 / 3, 5e-324]), "none": numpy.zeros((0, 3))}, sys.argv[1], {"about": "a test"})';
    python(script, path);
    expect(decodeSafetensors(readFileSync(path))).toEqual({
      tensors: {
        single: { shape: [2, 2], values: Float32Array.of(1, -0, 0.1, 1e-38) },
        double: { shape: [2], values: Float64Array.of(1 / 3, 5e-324) },
        none: { shape: [0, 3], values: new Float64Array() },
      },
      metadata: { about: 'a test' },
    });
  });
});
