import { readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import ts from 'typescript';
import { expect, test } from 'vitest';
import { BINARY } from './generated/kernels.ts';

const kernels = Buffer.from(BINARY, 'base64');

/** A module with a function that applies one instruction to three vectors of zeros. */
function moduleWith(instruction: readonly number[]): Uint8Array<ArrayBuffer> {
  const zeros = [0xfd, 12, ...Array<number>(16).fill(0)];
  const code = [0, ...zeros, ...zeros, ...zeros, 0xfd, ...instruction, 0x1a, 0x0b];
  const sections = [1, 4, 1, 0x60, 0, 0, 3, 2, 1, 0, 10, code.length + 2, 1, code.length, ...code];
  return Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, ...sections);
}

const bitselect = moduleWith([0x52]);
const relaxedMadd = moduleWith([0x85, 0x02]);

const read = (path: string) => readFileSync(resolve(import.meta.dirname, path), 'utf8');

/** The kernels that src/kernels.ts declares. */
function declaredKernels(): string[] {
  const source = ts.createSourceFile('kernels.ts', read('kernels.ts'), ts.ScriptTarget.Latest);
  return source.statements
    .filter(ts.isInterfaceDeclaration)
    .filter(({ name }) => name.text === 'Kernels')
    .flatMap(({ members }) => members.map(({ name }) => name?.getText(source) as string));
}

/** Whether a source file of the engine calls a kernel or picks it by its name. */
function isUsed(kernel: string): boolean {
  const use = new RegExp(`\\bkernels\\.${kernel}\\b|'${kernel}'`);
  return readdirSync(import.meta.dirname, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts') && !/\.test\.ts$|fixtures|generated/.test(path))
    .some((path) => use.test(read(path)));
}

test('the module exports the kernels that the engine uses, and no others', () => {
  const exported = WebAssembly.Module.exports(new WebAssembly.Module(kernels)).map(({ name }) => name);
  expect(exported.toSorted()).toEqual(declaredKernels().toSorted());
  expect(exported.filter((kernel) => !isUsed(kernel))).toEqual([]);
});

test('the kernels take a memory and call nothing outside', () => {
  expect(WebAssembly.Module.imports(new WebAssembly.Module(kernels))).toEqual([
    { module: 'env', name: 'memory', kind: 'memory' },
  ]);
});

// Node.js 20 has SIMD without relaxed SIMD. Later versions would accept relaxed SIMD.
test.skipIf(WebAssembly.validate(relaxedMadd))('the kernels need no relaxed SIMD', () => {
  expect(WebAssembly.validate(bitselect)).toBe(true);
  expect(WebAssembly.validate(kernels)).toBe(true);
});
