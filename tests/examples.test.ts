import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';

/*
 * The packages of examples from the view of a user: loaded with --plugin, as the README of each tells, and built in a
 * folder outside of this workspace. Their own tests run with all others.
 */
const root = resolve(import.meta.dirname, '..');
const folder = mkdtempSync(join(tmpdir(), 'examples-'));
symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
afterAll(() => rmSync(folder, { recursive: true }));

type Values = Readonly<Record<string, number>>;

/** The results that the README of each promises. */
const outcomes: Readonly<Record<string, (values: Values) => void>> = {
  asam: (values) => expect(values['hessian-trace']).toBeLessThan(50),
  'gelu-mlp': (values) => expect(values['test-accuracy']).toBeGreaterThan(0.97),
  'sparse-parity': (values) => expect(values['test-accuracy']).toBe(1),
};

const sharpness = (command: string): string =>
  execFileSync('bash', ['-euo', 'pipefail', '-c', command.replace('npx sharpness', 'node_modules/.bin/sharpness')], {
    cwd: root,
    encoding: 'utf8',
  });

test('each is listed here', () => {
  expect(readdirSync(join(root, 'examples')).sort()).toEqual(Object.keys(outcomes).sort());
});

describe.each(Object.keys(outcomes))('%s', (name) => {
  const readme = readFileSync(join(root, 'examples', name, 'README.md'), 'utf8');
  const command = `${readme.match(/^npx sharpness run .*/m)?.[0]} --out ${folder} --quiet --json`;

  test('does what its README says', { timeout: 120_000 }, () => {
    const { status, final } = JSON.parse(sharpness(command)) as {
      readonly status: string;
      readonly final: { readonly values: Values };
    };
    expect(status).toBe('completed');
    outcomes[name]?.(final.values);
  });

  test('builds by itself, against the packages as they are published', { timeout: 180_000 }, () => {
    const copy = join(folder, name);
    cpSync(join(root, 'examples', name), copy, {
      recursive: true,
      filter: (path) => !/(node_modules|dist)$/.test(path),
    });
    execFileSync(process.execPath, [join(root, 'node_modules/typescript/bin/tsc')], { cwd: copy });
    expect(readdirSync(join(copy, 'dist'))).toContain('index.d.ts');
  });
});

test('every metric copes with a model that is no more than a forward pass', { timeout: 180_000 }, () => {
  const kinds = JSON.stringify(
    sharpness('npx sharpness list metric')
      .split('\n')
      .slice(1, -1)
      .map((line) => line.split(/ +/)[1]),
  );
  const tiny = 'model.width=3 dataset.dimension=4 dataset.trainSize=8 dataset.testSize=8 phases.0.epochs=2';
  const { final } = JSON.parse(
    sharpness(
      `npx sharpness run fig1b --plugin ./examples/gelu-mlp model=gelu-mlp ${tiny} 'metrics=${kinds}' --out ${folder} --quiet --json`,
    ),
  ) as { readonly final: { readonly values: Values } };
  for (const metric of ['train-loss', 'test-accuracy', 'hessian-trace', 'parameter-norm']) {
    expect(final.values[metric], metric).toBeTypeOf('number');
  }
  expect(kinds).toContain('"sharpness-bound"');
});
