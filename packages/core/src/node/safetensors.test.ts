import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { encodeSafetensors, tensorsOf } from './safetensors.ts';

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

const python = (script: string, ...argv: string[]) =>
  execFileSync('python3', ['-c', script, ...argv], { stdio: 'pipe' }).toString();

function hasPythonReader(): boolean {
  try {
    python('import safetensors.numpy');
    return true;
  } catch {
    return false;
  }
}

test.skipIf(!hasPythonReader())('the reference reader opens it', () => {
  const folder = mkdtempSync(join(tmpdir(), 'safetensors-'));
  try {
    const path = join(folder, 'weights.safetensors');
    writeFileSync(path, encodeSafetensors(tensorsOf(specs, values)));
    const script =
      'import sys, json; from safetensors.numpy import load_file; ' +
      'print(json.dumps({name: array.tolist() for name, array in load_file(sys.argv[1]).items()}))';
    expect(JSON.parse(python(script, path))).toEqual({
      W1: [[...values.W1.subarray(0, 3)], [...values.W1.subarray(3)]],
      b1: [7, 8],
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
});
