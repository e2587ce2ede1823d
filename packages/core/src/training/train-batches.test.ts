import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { defineEngine } from '../contracts/plugin.ts';
import type { Batch } from '../contracts/problem.ts';
import { openReferenceSession } from '../testing/stand-ins/reference-engine.ts';
import { N, optimizerOf, phases, run } from './fixtures/tested-run.ts';

describe('batches', () => {
  test.each([1, 2, 3, 4, 5, 6])('of size %i cover the samples in order, the last one smaller', async (batchSize) => {
    const batches: Batch[] = [];
    const recording = optimizerOf((_problem, batch) => void batches.push({ ...batch }));
    const { result } = await run(phases({ batchSize, epochs: 2 }), [recording]);
    const starts = [0, 1, 2, 3, 4, 5].filter((start) => start % batchSize === 0);
    const epoch = starts.map((start) => ({ start, size: Math.min(batchSize, N - start) }));
    expect(batches).toEqual([...epoch, ...epoch]);
    expect(result.steps).toBe(2 * starts.length);
  });

  test('see every sample once an epoch, shuffled afresh', async () => {
    const visited: number[] = [];
    const recording = defineEngine({
      name: 'recording',
      summary: 'remembers orders',
      options: z.object({}),
      create: () => ({
        rank: 0,
        plan: () => ({ paths: ['recording', 'recording'] }),
        async open(setup) {
          const session = openReferenceSession(setup);
          return {
            ...session,
            epoch(order, progress) {
              visited.push(...order);
              return session.epoch(order, progress);
            },
          };
        },
      }),
    });
    await run({ ...phases({ optimizer: 'gradient-descent', epochs: 3 }), engine: 'recording' }, [recording]);
    const epochs = [0, 1, 2].map((epoch) => visited.slice(epoch * N, (epoch + 1) * N));
    for (const order of epochs) expect(order.toSorted()).toEqual([0, 1, 2, 3, 4, 5]);
    expect(new Set(epochs.map(String)).size).toBe(3);
  });
});
