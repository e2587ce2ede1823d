import type { RecordedRun, RunStore } from '@sharpness-lab/core';
import { expect, test, vi } from 'vitest';
import { reportRun } from './execute-run.ts';

test('what is printed of a run comes from its store, which need not be a folder', async () => {
  const printed = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  const store = {
    measurements: async () => [{ phase: 0, epoch: 0, step: 0, seconds: 0, values: { energy: 2.5 } }],
    quantities: async () => [{ name: 'energy', title: 'energy E', unit: 'J', scale: 'linear' }],
  } as unknown as RunStore;
  const recorded: RecordedRun = {
    status: 'completed',
    dir: 'memory://runs/1',
    reused: false,
    result: {
      runId: '1',
      status: 'completed',
      engine: 'wasm',
      epochs: 1,
      steps: 10,
      seconds: 1,
      stepsPerSecond: 10,
      final: { values: { energy: 2.5 } },
    },
  };
  const code = await reportRun(recorded, store, { quiet: true, json: false });
  const text = printed.mock.calls.map(([chunk]) => String(chunk)).join('');
  printed.mockRestore();
  expect(code).toBe(0);
  expect(text).toMatch(/^completed; 10 steps in 1 s .*\n\nenergy \(J\) +2\.5\n\nmemory:\/\/runs\/1\n$/);
});
