import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import type { Dataset } from '../../contracts/dataset.ts';
import { defineDataset } from '../../contracts/plugin.ts';
import { rootStream } from '../../random/random-stream.ts';
import { smallData } from '../stand-ins/small-plugins.ts';
import { violations } from './contract.ts';
import { datasetClauses, testDataset } from './dataset.ts';

testDataset(smallData, [{}, { options: { dimension: 1, trainSize: 1, testSize: 7 } }]);

/** The small dataset with one property changed. */
function spoilt(spoil: (dataset: Dataset) => Partial<Dataset>) {
  return defineDataset({
    ...smallData,
    create(options, plugins) {
      const dataset = smallData.create(options, plugins);
      return { ...dataset, ...spoil(dataset) };
    },
  });
}

describe('testDataset reports a dataset that', () => {
  let draws = 0;
  test.each([
    ['declares no samples', spoilt(() => ({ testSize: 0 })), 'testSize: expected a whole number >= 1, got 0'],
    [
      'draws fewer samples than it declares',
      spoilt(() => ({ trainSize: 7 })),
      'train.size: expected the declared 7, got 6',
    ],
    [
      'has inputs of another dimension',
      spoilt(() => ({ dimension: 2 })),
      'train.dimension: expected the declared 2, got 3',
    ],
    [
      'draws numbers that are not finite',
      spoilt((dataset) => ({
        sample(stream) {
          const data = dataset.sample(stream);
          data.test.targets[1] = Number.NaN;
          return data;
        },
      })),
      'test.targets: expected finite numbers, got NaN at position 1',
    ],
    [
      'draws other bits from an equal stream',
      spoilt(({ sample }) => ({ sample: (stream) => sample(stream.child(`${draws++}`)) })),
      'train.inputs drawn again from an equal stream: expected',
    ],
    [
      'reuses its memory',
      spoilt(({ sample }) => {
        const data = sample(rootStream(0));
        return {
          sample(stream) {
            data.train.inputs.set(sample(stream).train.inputs);
            return data;
          },
        };
      }),
      'train.inputs of a draw, after another: expected',
    ],
    [
      'ignores its stream',
      spoilt(({ sample }) => ({ sample: () => sample(rootStream(0)) })),
      'two streams gave the same inputs',
    ],
    [
      'tests on the training set',
      spoilt(({ sample }) => ({
        testSize: 6,
        sample(stream) {
          const { train } = sample(stream);
          return { train, test: structuredClone(train) };
        },
      })),
      'the test set starts with the training set',
    ],
  ])('%s', async (_what, definition, complaint) => {
    expect(await violations(datasetClauses(definition, {}))).toContainEqual(expect.stringContaining(complaint));
  });

  test('depends on its stream and says it does not', async () => {
    const [complaint, ...others] = await violations(datasetClauses(smallData, { fixed: true }));
    expect(complaint).toBe('draws the same from any stream: two streams gave different inputs');
    expect(others).toEqual([]);
  });

  test('cannot be created', async () => {
    const definition = defineDataset({
      name: 'broken',
      summary: 'cannot be created',
      options: z.object({}),
      create: () => {
        throw new Error('out of order');
      },
    });
    const complaints = await violations(datasetClauses(definition, {}));
    expect(complaints).toHaveLength(datasetClauses(definition, {}).length);
    expect(complaints[0]).toContain('dataset "broken" of testing failed to start: out of order');
  });
});
