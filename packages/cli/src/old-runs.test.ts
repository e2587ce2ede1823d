import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import { ended, startIn } from './fixtures/command.ts';

const fixtures = fileURLToPath(new URL('../../../tests/fixtures/runs-0.1.0', import.meta.url));

const folder = mkdtempSync(join(tmpdir(), 'old-runs-'));
cpSync(fixtures, join(folder, 'runs'), { recursive: true });
afterAll(() => rmSync(folder, { recursive: true }));

const sharpness = (...args: string[]) => ended(startIn(folder, args));
const page = (name: string) => readFileSync(join(folder, name), 'utf8').replace(/<script.*?<\/script>/gs, '');

const estimate = 'runs/estimate-s0-47c3a0b591a7';
const stopped = 'runs/stopped-s0-b1c16c828130';
const [zero, one] = ['runs/tiny-s0-e7f86f3493c9', 'runs/tiny-s1-07941a116245'] as const;

test('show: an estimate has the standard error that stood beside it', async () => {
  const { stdout, stderr, code } = await sharpness('show', estimate);
  expect({ stderr, code }).toEqual({ stderr: '', code: 0 });
  expect(stdout).toContain('noisy-trace  0.32379  9.7152 ± 1.6333');
  expect(stdout).not.toContain('standard-error');
  expect(stdout).toMatch(/^with +@sharpness-lab\/core 0\.1\.0 \(now /m);
  const { result, measurements } = JSON.parse((await sharpness('show', estimate, '--json')).stdout);
  expect(result.final.uncertainty).toEqual({ 'noisy-trace': { standardError: 1.6332816404129802 } });
  expect(measurements).toHaveLength(4);
});

test('show: a run that was stopped is shown up to there', async () => {
  const { stdout, code } = await sharpness('show', stopped);
  expect(code).toBe(0);
  expect(stdout).toContain('stopped, seed 0: stopped; measured up to epoch 0 of 20,000,040');
  expect(stdout).toContain('hessian-trace        3.679');
});

test('compare: two seeds, side by side', async () => {
  const { stdout, stderr, code } = await sharpness('compare', zero, one);
  expect({ stderr, code }).toEqual({ stderr: '', code: 0 });
  expect(stdout).toContain('both have the same configuration, with other seeds');
  expect(stdout).toMatch(/^hessian-trace +6\.0602 +0 +-6\.0602 +0$/m);
});

test('plot: titles and scales are those of that version, and an estimate has its band', async () => {
  expect(await sharpness('plot', one, '--out', 'tiny.json')).toMatchObject({ stdout: 'tiny.json\n', code: 0 });
  const tiny = readFileSync(join(folder, 'tiny.json'), 'utf8');
  for (const title of ['loss L', 'accuracy', 'Hessian trace Tr H', 'parameter norm ‖θ‖']) {
    expect(tiny).toContain(`"title": "${title}"`);
  }
  // It has collapsed. Its trace is 0, and the bound of interpolating networks is 8.944.
  expect(tiny).not.toContain('lower bound');
  expect(await sharpness('plot', estimate, '--y', 'noisy-trace', '--out', 'estimate.svg')).toMatchObject({ code: 0 });
  const picture = readFileSync(join(folder, 'estimate.svg'), 'utf8');
  expect(picture).toContain('noisy trace');
  expect(picture).toContain('standard error');
});

test('report: all runs, and the study beside them', async () => {
  const { stdout, stderr, code } = await sharpness('report', 'runs');
  expect({ stdout, stderr, code }).toEqual({ stdout: 'report.html\n', stderr: '', code: 0 });
  const report = page('report.html');
  expect(report).toContain('5 runs in ');
  expect(report).toContain('>fig3/one-sample-on-each-arc</a>');
  expect(report).toContain('Hessian trace Tr H');
  expect(report).toContain('9.715 ± 1.633');
});

test('resume: a finished run is shown; one that is not would end at other bits, and is refused in a sentence', async () => {
  const finished = await sharpness('resume', one);
  expect(finished).toMatchObject({ code: 0 });
  expect(finished.stdout).toContain('completed; 1,200 steps');
  const { stdout, stderr, code } = await sharpness('resume', stopped);
  expect({ stdout, code }).toEqual({ stdout: '', code: 2 });
  expect(stderr).toMatch(
    /^error: runs\/stopped-s0-b1c16c828130 cannot be resumed, because it began with @sharpness-lab\/core 0\.1\.0 and this is .*; start it afresh with "sharpness run .*config\.json"\n$/,
  );
});

test('run: its configuration is that of an experiment, of today’s plugins', async () => {
  const { stdout, code } = await sharpness('run', join(zero, 'config.json'), '--quiet', '--json', '--out', 'again');
  // The run diverges, as it did.
  expect(code).toBe(1);
  const { final, divergedAtStep } = JSON.parse(stdout);
  expect(divergedAtStep).toBe(765);
  expect(final.values['hessian-trace']).toBe(6.0602316082077605);
});
