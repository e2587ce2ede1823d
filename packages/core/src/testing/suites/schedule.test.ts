import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { defineSchedule } from '../../contracts/plugin.ts';
import type { Schedule } from '../../contracts/schedule.ts';
import { violations } from './contract.ts';
import { scheduleClauses, testSchedule } from './schedule.ts';

function scheduleOf(create: () => Schedule) {
  return defineSchedule({ name: 'tested', summary: 'a schedule', options: z.object({}), create });
}

testSchedule(
  scheduleOf(() => (progress) => 1 - progress),
  [
    {
      values: [
        [0, 1],
        [0.25, 0.75],
      ],
    },
  ],
);

describe('testSchedule reports a schedule that', () => {
  test.each([
    ['is not finite at the start', scheduleOf(() => Math.log), 'expected finite numbers, got -Infinity at position 0'],
    [
      'counts its calls',
      scheduleOf(() => {
        let calls = 0;
        return () => 0.9 ** calls++;
      }),
      'values asked for in reverse',
    ],
    ['has another value', scheduleOf(() => () => 1), 'value at progress 0.5: expected 0.5 within 1e-12, got 1'],
  ])('%s', async (_what, definition, complaint) => {
    const clauses = scheduleClauses(definition, { values: [[0.5, 0.5]] });
    expect(await violations(clauses)).toContainEqual(expect.stringContaining(complaint));
  });
});
