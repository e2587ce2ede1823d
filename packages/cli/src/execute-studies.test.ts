import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { StudyRecord } from '@sharpness-lab/studies';
import type { ExecutedStudies } from '@sharpness-lab/studies/node';
import { afterAll, expect, test, vi } from 'vitest';
import { executeStudies } from './execute-studies.ts';

const root = mkdtempSync(join(tmpdir(), 'studies-'));
const printed = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
afterAll(() => {
  printed.mockRestore();
  rmSync(root, { recursive: true });
});

const record: StudyRecord = {
  name: 'small',
  title: 'values are small',
  command: 'sharpness reproduce small',
  scale: 'quick',
  claims: [
    {
      id: 'small/below-one',
      statement: 'Small.',
      statistic: 'value',
      expected: { below: 1 },
      why: 'one',
      verdict: 'fails',
      reason: 'in 1 of 2 cases',
      values: [{ label: 'case 1', value: 2 }],
    },
  ],
  tables: ['a table\n'],
  runs: [],
  variations: [],
  environment: { date: '2026-05-04T10:00:00.000Z', versions: {}, node: 'v22.12.0', platform: 'linux x64' },
};

async function execute(executed: ExecutedStudies | undefined, json = false) {
  printed.mockClear();
  const code = await executeStudies(async () => executed, { out: join(root, 'runs'), quiet: true, json });
  return { code, text: printed.mock.calls.map(([text]) => String(text)).join('') };
}

test('what holds or is undecided ends with 0, what fails with 1, what was stopped with 130', async () => {
  const stderr = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  expect((await execute({ records: [record], failed: false, seconds: 1 })).code).toBe(0);
  expect((await execute({ records: [record], failed: true, seconds: 1 })).code).toBe(1);
  expect((await execute(undefined)).code).toBe(130);
  stderr.mockRestore();
});

test('tables and verdicts are printed, or all of it as JSON', async () => {
  const executed = { records: [record], failed: true, seconds: 1.5 };
  const { text } = await execute(executed);
  expect(text).toContain('a table\n');
  expect(text).toContain('small/below-one: "Small." fails: in 1 of 2 cases\n');
  expect(text).toContain('1 claims: 0 hold, 1 fail, 0 undecided\n');
  expect(JSON.parse((await execute(executed, true)).text)).toEqual({ seconds: 1.5, studies: [record] });
});
