import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ended, startIn } from './fixtures/command.ts';

const root = mkdtempSync(join(tmpdir(), 'sharpness-report-'));
afterAll(() => rmSync(root, { recursive: true }));

const sharpness = (...args: string[]) => ended(startIn(root, args));
const page = (name: string) => readFileSync(join(root, name), 'utf8');

/** Ten constructed networks and the claims about them: a study that takes no training. */
let verified: Awaited<ReturnType<typeof sharpness>>;
beforeAll(async () => {
  verified = await sharpness('verify', 'theorem-4.1');
});

test('a study ends with a report of it, and says where it is', () => {
  expect(verified.code).toBe(0);
  expect(verified.stderr).toMatch(/^the report, with figures, is runs\/report\.html$/m);
  const report = page('runs/report.html');
  expect(report).toContain('id="claim-theorem-4-1-memorizes"');
  expect(report).toContain('sharpness verify theorem-4.1');
  expect(report).toContain('10 runs in ');
});

test('without arguments a report is of all that is in runs', async () => {
  const { stdout, stderr, code } = await sharpness('report', '--title', 'Mine & yours');
  expect({ stdout, stderr, code }).toEqual({ stdout: 'report.html\n', stderr: '', code: 0 });
  expect(page('report.html')).toContain('<title>Mine &amp; yours</title>');
  expect(page('report.html')).toContain('id="claim-theorem-4-1-memorizes"');
  expect(page('report.html')).not.toContain('sharpness reproduce fig4');
});

test('one of the paper names what is missing, with the command that makes it', async () => {
  expect((await sharpness('report', '--paper', '--out', 'paper.html')).code).toBe(0);
  const [missing = ''] = page('paper.html').match(/id="missing".*?<\/table>/s) ?? [];
  for (const name of ['table1', 'fig3', 'fig4']) expect(missing).toContain(`sharpness reproduce ${name}<`);
  expect(missing).toContain('sharpness verify theorem-5.1<');
  expect(missing).not.toContain('sharpness verify theorem-4.1<');
});

test('what cannot be read leaves no half report', async () => {
  expect(await sharpness('report', 'nowhere', '--out', 'none.html')).toMatchObject({
    stdout: '',
    stderr: 'error: nowhere does not exist: expected a run\'s folder or a folder of runs, such as "runs"\n',
    code: 2,
  });
  const damaged = mkdtempSync(join(root, 'damaged-'));
  writeFileSync(join(damaged, 'claims.json'), '{');
  const { stderr, code } = await sharpness('report', damaged, '--out', 'none.html');
  expect(code).toBe(2);
  expect(stderr).toMatch(/^error: .*claims\.json: is not JSON .*\n$/);
  expect(existsSync(join(root, 'none.html'))).toBe(false);
});
