import { expect, test } from 'vitest';
import { BINARY } from './generated/kernels.ts';

const kernels = Buffer.from(BINARY, 'base64');

/** A module with one function of one instruction: it takes three vectors of zeros. */
function moduleWith(instruction: readonly number[]): Uint8Array<ArrayBuffer> {
  const zeros = [0xfd, 12, ...Array<number>(16).fill(0)];
  const code = [0, ...zeros, ...zeros, ...zeros, 0xfd, ...instruction, 0x1a, 0x0b];
  const sections = [1, 4, 1, 0x60, 0, 0, 3, 2, 1, 0, 10, code.length + 2, 1, code.length, ...code];
  return Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, ...sections);
}

const bitselect = moduleWith([0x52]);
const relaxedMadd = moduleWith([0x85, 0x02]);

test('the kernels take a memory and call nothing outside', () => {
  expect(WebAssembly.Module.imports(new WebAssembly.Module(kernels))).toEqual([
    { module: 'env', name: 'memory', kind: 'memory' },
  ]);
});

// Node.js 20 has SIMD without relaxed SIMD; later versions would not notice it.
test.skipIf(WebAssembly.validate(relaxedMadd))('the kernels need no relaxed SIMD', () => {
  expect(WebAssembly.validate(bitselect)).toBe(true);
  expect(WebAssembly.validate(kernels)).toBe(true);
});
