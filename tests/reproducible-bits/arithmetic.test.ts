import { readFileSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import ts from 'typescript';
import { expect, test } from 'vitest';

/*
 * JavaScript leaves the rounding of Math.exp, log, sin, pow, hypot, ... and of ** to the engine. Training, initialisation
 * and data do without; metrics and closed forms, which move no parameter, may use them.
 */
const root = resolve(import.meta.dirname, '../..');
const folders = [
  'packages/core/src',
  'packages/datasets/src',
  'packages/engine-wasm/src',
  'packages/models/src',
  'packages/optimizers/src',
  'packages/paper/src/constructions',
];
const exempt =
  /\.test\.ts$|\/(node|testing|fixtures)\/|\/models\/src\/models\/|\/core\/src\/(measure|exact-trace)\.ts$/;

/** What Math has that is the same everywhere: functions with one right result, and constants. */
const exact = /^(abs|ceil|clz32|floor|fround|imul|max|min|round|sign|sqrt|trunc|[A-Z].*)$/;

/** Where a piece of code calculates what may be rounded either way; powers of two, to whole numbers here, are exact. */
function openlyRounded(file: string, text: string): string[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const found: string[] = [];
  const visit = (node: ts.Node) => {
    if (isPower(node) || isInexactMath(node)) found.push(`${file}: ${node.parent.getText()}`);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

function isPower({ kind, parent }: ts.Node): boolean {
  const isOperator = kind === ts.SyntaxKind.AsteriskAsteriskToken || kind === ts.SyntaxKind.AsteriskAsteriskEqualsToken;
  return isOperator && !(ts.isBinaryExpression(parent) && parent.left.getText() === '2');
}

function isInexactMath(node: ts.Node): boolean {
  if (!ts.isIdentifier(node) || node.text !== 'Math') return false;
  return !(ts.isPropertyAccessExpression(node.parent) && exact.test(node.parent.name.text));
}

test('nothing that decides bits uses functions whose rounding is open', () => {
  const files = folders.flatMap((folder) => ts.sys.readDirectory(resolve(root, folder), ['.ts']));
  const inspected = files.map((file) => relative(root, file)).filter((file) => !exempt.test(file));
  expect(inspected.length).toBeGreaterThan(50);
  expect(inspected.flatMap((file) => openlyRounded(file, readFileSync(resolve(root, file), 'utf8')))).toEqual([]);
});

test('the rule can fail', () => {
  expect(openlyRounded('x', 'const y = Math.exp(1) + x ** 2; z **= 3; const { log } = Math; /** ** */')).toHaveLength(
    4,
  );
  expect(openlyRounded('x', 'const y = Math.sqrt(2 ** 53) * Math.LN2')).toEqual([]);
});
