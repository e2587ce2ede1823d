import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decideByWorst, type Study } from '@sharpness-lab/paper/claims';
import { afterAll, expect, test, vi } from 'vitest';
import { executeStudies } from './execute-studies.ts';

const out = mkdtempSync(join(tmpdir(), 'studies-'));
afterAll(() => rmSync(out, { recursive: true }));

/** A study of computed values, which should be below 1. */
const study = (...values: number[]): Study => ({
  name: 'small',
  title: 'values are small',
  runs: [],
  conclude: () => ({
    outcomes: [
      decideByWorst(
        { id: 'small/below-one', statement: 'Small.', statistic: 'value', expected: { below: 1 }, why: 'one' },
        values.map((value, index) => ({ label: `case ${index}`, value })),
      ),
    ],
    tables: ['a table\n'],
  }),
});

async function execute(...studies: Study[]) {
  const printed = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  try {
    const code = await executeStudies('small', studies, {}, { out, quiet: true, json: false });
    return { code, text: printed.mock.calls.map(([text]) => String(text)).join('') };
  } finally {
    printed.mockRestore();
  }
}

test('claims that hold end with 0 and stand in claims.json', async () => {
  const { code, text } = await execute(study(0.5, 0.7));
  expect(code).toBe(0);
  expect(text).toContain('a table\n');
  expect(text).toContain('1 claims: 1 hold, 0 fail, 0 undecided\n');
  const claims = JSON.parse(readFileSync(join(out, 'claims.json'), 'utf8'));
  expect(claims.studies[0].outcomes[0]).toMatchObject({
    verdict: 'holds',
    values: [
      { label: 'case 0', value: 0.5 },
      { label: 'case 1', value: 0.7 },
    ],
  });
});

test('one that fails ends with 1 and says where', async () => {
  const { code, text } = await execute(study(0.5), study(0.5, 2));
  expect(code).toBe(1);
  expect(text).toContain('small/below-one: "Small." fails: in 1 of 2 cases, for example case 1: 2\n');
});

test('one that is undecided ends with 0', async () => {
  expect((await execute(study())).code).toBe(0);
});
