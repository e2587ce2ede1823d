import { readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import ts from 'typescript';
import { describe, expect, test } from 'vitest';

/*
 * ECMAScript leaves the last bits of Math.exp, Math.log, Math.sin, `**`, ... to the engine. Code that decides bits of
 * data, training or metrics may use only functions that the standard defines exactly. Core has exp, log, log1p, sin,
 * cos and pow for it.
 */

/** Packages whose code decides bits, with the parts that do not. */
const scopes: Readonly<Record<string, RegExp | undefined>> = {
  core: /^(node|testing)\//,
  datasets: undefined,
  models: undefined,
  optimizers: undefined,
  metrics: undefined,
  'engine-wasm': undefined,
  paper: /^(bench\/|table1\/|statistics\.ts$|figures\/active-arc\.ts$)/,
};

/** The functions that ECMAScript defines to the last bit. */
const exact = new Set(
  'abs ceil clz32 floor fround imul max min round sign sqrt trunc E LN2 LN10 LOG2E LOG10E PI SQRT1_2 SQRT2'.split(' '),
);

const root = resolve(import.meta.dirname, '..');

function sourcesOf(folder: string): string[] {
  const source = `packages/${folder}/src`;
  return readdirSync(resolve(root, source), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts') && !path.endsWith('.test.ts') && !/(^|\/)fixtures\//.test(path))
    .filter((path) => scopes[folder]?.test(path) !== true)
    .map((path) => `${source}/${path}`);
}

/** A whole literal, with a sign or without. */
const isWhole = (node: ts.Expression): boolean =>
  ts.isPrefixUnaryExpression(node) ? isWhole(node.operand) : ts.isNumericLiteral(node) && /^\d+$/.test(node.text);

/** Uses of Math and of powers in a source text that are not exact. Powers of two with whole literals are. */
function inexact(text: string): string[] {
  const source = ts.createSourceFile('source.ts', text, ts.ScriptTarget.Latest, true);
  const found: string[] = [];
  const visit = (node: ts.Node) => {
    if (ts.isIdentifier(node) && node.text === 'Math' && !isPropertyName(node)) {
      const use = node.parent;
      if (!ts.isPropertyAccessExpression(use) || !exact.has(use.name.text)) found.push(use.getText());
    }
    if (ts.isBinaryExpression(node)) {
      const { kind } = node.operatorToken;
      const ofTwo = ts.isNumericLiteral(node.left) && node.left.text === '2' && isWhole(node.right);
      if (kind === ts.SyntaxKind.AsteriskAsteriskEqualsToken) found.push(node.getText());
      if (kind === ts.SyntaxKind.AsteriskAsteriskToken && !ofTwo) found.push(node.getText());
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

/** Whether an identifier is a property of another object than globalThis, as in lab.Math. */
const isPropertyName = (node: ts.Identifier): boolean =>
  ts.isPropertyAccessExpression(node.parent) &&
  node.parent.name === node &&
  node.parent.expression.getText() !== 'globalThis';

describe('exact arithmetic', () => {
  test.each(Object.keys(scopes))('%s uses only what every engine computes alike', (folder) => {
    const sources = sourcesOf(folder);
    expect(sources).not.toEqual([]);
    const objections = sources.flatMap((file) =>
      inexact(readFileSync(resolve(root, file), 'utf8')).map((use) => `${file}: ${use}`),
    );
    expect(objections).toEqual([]);
  });

  test.each([
    ['const y = Math.exp(x);', 'Math.exp'],
    ['const y = Math.hypot(...xs);', 'Math.hypot'],
    ['const y = xs.map(Math.log2);', 'Math.log2'],
    ['const y = Math.random();', 'Math.random'],
    ["const y = Math['sin'](x);", "Math['sin']"],
    ['const { tanh } = Math;', '{ tanh } = Math'],
    ['const y = globalThis.Math.cos(x);', 'globalThis.Math'],
    ['const y = x ** 2;', 'x ** 2'],
    ['const y = 3 ** 40;', '3 ** 40'],
    ['const y = 2 ** 0.5;', '2 ** 0.5'],
    ['const y = 2 ** n;', '2 ** n'],
    ['let y = x; y **= 2;', 'y **= 2'],
  ])('the rule can fail: %s', (text, use) => {
    expect(inexact(text)).toEqual([use]);
  });

  test.each([
    'const y = Math.sqrt(Math.abs(x)) * Math.PI;',
    'const y = 2 ** 32 + 2 ** -54;',
    'const y = pow(x, 0.25) + exp(x) * x * x;',
    '// Math.exp(x) in a comment, x ** 2 too',
  ])('and allows %s', (text) => {
    expect(inexact(text)).toEqual([]);
  });
});
