import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { loadConfig } from './config-file.ts';

const folder = mkdtempSync(join(tmpdir(), 'config-'));
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

test('YAML and JSON give the same data', async () => {
  const expected = { seed: 3, model: { name: 'mlp', width: 10 }, phases: [{ epochs: 1e3, keepState: true }] };
  const yaml =
    'seed: 3\nmodel: { name: mlp, width: 10 } # wide enough\nphases:\n  - epochs: 1e3\n    keepState: true\n';
  expect(await loadConfig(file('a.yaml', yaml))).toEqual(expected);
  expect(await loadConfig(file('a.yml', yaml))).toEqual(expected);
  expect(await loadConfig(file('a.json', JSON.stringify(expected, null, 2)))).toEqual(expected);
});

test.each([
  ['cut.yaml', 'seed: 1\nmodel: [1, 2\n', /cut\.yaml, line [23]: /],
  ['twice.yaml', 'seed: 1\nseed: 2\n', /twice\.yaml, line 2: Map keys must be unique/],
  ['cut.json', '{\n  "seed": 1,\n  "model": {', /cut\.json, line 3: /],
  ['bare.json', '{\n  seed: 1\n}', /bare\.json, line 2: /],
  ['list.yaml', '- 1\n- 2\n', /list\.yaml: expected an object/],
  ['empty.yaml', '', /empty\.yaml: expected an object/],
  ['text.json', '"seed"', /text\.json: expected an object/],
  ['alias.yaml', 'seed: *nowhere\n', /alias\.yaml.*nowhere/],
  ['tag.yaml', 'seed: 1\nmodel: !wide mlp\n', /tag\.yaml, line 2: Unresolved tag: !wide/],
  [
    'deep.yaml',
    `model: ${'['.repeat(1000)}${']'.repeat(1000)}`,
    /deep\.yaml, line 1: lists and objects are nested too deeply/,
  ],
  ['deep.json', `{"model":${'{"a":'.repeat(1000)}1${'}'.repeat(1001)}`, /deep\.json, line 1: .* nested too deeply/],
  [
    'steps.yaml',
    Array.from({ length: 500 }, (_, k) => `${' '.repeat(k)}a:`).join('\n'),
    /steps\.yaml, line 1\d\d: .* nested/,
  ],
  [
    'large.yaml',
    `name: ${'x'.repeat(10_000_000)}`,
    /large\.yaml: expected a configuration of at most 10 MB, got 10 MB/,
  ],
  ['notes.txt', 'seed: 1', /notes\.txt: expected a \.yaml, \.yml or \.json file/],
])('%s is refused in one sentence', async (name, content, message) => {
  const error: unknown = await loadConfig(file(name, content)).catch((error: unknown) => error);
  expect(error).toMatchObject({ name: 'LabError', kind: 'config', message: expect.stringMatching(message) });
  expect((error as Error).message).not.toContain('\n');
});

test('a file that cannot be read is refused with the reason', async () => {
  await expect(loadConfig(join(folder, 'none.yaml'))).rejects.toThrow('none.yaml: cannot be read (there is no such');
  const path = join(folder, 'folder.yaml');
  mkdirSync(path);
  await expect(loadConfig(path)).rejects.toThrow('folder.yaml: cannot be read (it is a folder)');
});

test.skipIf(process.platform === 'win32')('a pipe is refused, and not waited for', async () => {
  const path = join(folder, 'pipe.yaml');
  execFileSync('mkfifo', [path]);
  await expect(loadConfig(path)).rejects.toThrow('pipe.yaml: cannot be read (it is no file)');
});

test('a configuration of 100 levels is read', async () => {
  const deep = `model: ${'['.repeat(99)}${']'.repeat(99)}`;
  expect(JSON.stringify(await loadConfig(file('hundred.yaml', deep)))).toHaveLength(deep.length + 3);
});
