import type { Definition } from '../../contracts/plugin.ts';
import type { Data, Samples } from '../../contracts/samples.ts';
import { rootStream } from '../../random/random-stream.ts';
import type { z } from '../../vendor/zod.ts';
import { ensure, ensureFinite, ensureLength, ensureSame, sameNumbers } from '../assertions.ts';
import { createPlugin } from '../create-plugin.ts';
import type { Case, Clause, Setup } from './contract.ts';
import { runSuite } from './suite.ts';

export interface DatasetCase<Options extends z.ZodObject> extends Case<Options> {
  /** The data do not depend on the stream (they come from a file, or there is only one such set). */
  readonly fixed?: boolean;
}

/** The contract of datasets, in one setting. */
export function datasetClauses<Options extends z.ZodObject>(
  definition: Definition<'dataset', Options>,
  { options, fixed = false }: DatasetCase<Options>,
  { plugins, files }: Setup = {},
): Clause[] {
  const create = () => createPlugin(definition, options, plugins, files);
  const sample = (seed: number) => create().sample(rootStream(seed));
  return [
    {
      name: 'declares its sizes',
      check() {
        const { dimension, trainSize, testSize } = create();
        for (const [key, size] of Object.entries({ dimension, trainSize, testSize })) {
          ensure(Number.isInteger(size) && size >= 1, `${key}: expected a whole number >= 1, got ${size}`);
        }
      },
    },
    {
      name: 'draws as many samples as it declares',
      check() {
        const { dimension, trainSize, testSize } = create();
        const { train, test } = sample(1);
        checkShape(train, trainSize, dimension, 'train');
        checkShape(test, testSize, dimension, 'test');
      },
    },
    {
      name: 'draws finite numbers',
      check() {
        for (const [split, { inputs, targets }] of Object.entries(sample(1))) {
          ensureFinite(inputs, `${split}.inputs`);
          ensureFinite(targets, `${split}.targets`);
        }
      },
    },
    {
      name: 'draws equal bits from equal streams, and leaves earlier draws alone',
      check() {
        const dataset = create();
        const first = dataset.sample(rootStream(1));
        const kept = structuredClone(first);
        dataset.sample(rootStream(2));
        ensureSameData(first, kept, 'of a draw, after another');
        ensureSameData(dataset.sample(rootStream(1)), kept, 'drawn again from an equal stream');
      },
    },
    {
      name: fixed ? 'draws the same from any stream' : 'draws other samples from another stream',
      check() {
        const [a, b] = [sample(1), sample(2)];
        const same = sameNumbers(a.train.inputs, b.train.inputs) && sameNumbers(a.test.inputs, b.test.inputs);
        ensure(same === fixed, `two streams gave ${same ? 'the same' : 'different'} inputs`);
      },
    },
    {
      name: 'draws the test set apart from the training set',
      check() {
        const { train, test } = sample(1);
        const overlap = Math.min(train.inputs.length, test.inputs.length);
        ensure(train.inputs.buffer !== test.inputs.buffer, 'train.inputs and test.inputs share memory');
        ensure(
          !sameNumbers(train.inputs.subarray(0, overlap), test.inputs.subarray(0, overlap)),
          'the test set starts with the training set: take a child stream for each',
        );
      },
    },
  ];
}

/**
 * Tests a dataset against its contract.
 *
 * @param cases settings to test it in, by default its default options
 */
export function testDataset<Options extends z.ZodObject>(
  definition: Definition<'dataset', Options>,
  cases: readonly DatasetCase<Options>[] = [{}],
  setup: Setup = {},
): void {
  runSuite(definition, cases, setup, (each) => datasetClauses(definition, each, setup));
}

function ensureSameData(actual: Data, expected: Data, when: string): void {
  for (const split of ['train', 'test'] as const) {
    for (const part of ['inputs', 'targets'] as const) {
      ensureSame(actual[split][part], expected[split][part], `${split}.${part} ${when}`);
    }
  }
}

function checkShape(samples: Samples, size: number, dimension: number, split: string): void {
  ensure(samples.size === size, `${split}.size: expected the declared ${size}, got ${samples.size}`);
  ensure(
    samples.dimension === dimension,
    `${split}.dimension: expected the declared ${dimension}, got ${samples.dimension}`,
  );
  ensureLength(samples.inputs, size * dimension, `${split}.inputs`);
  ensureLength(samples.targets, size, `${split}.targets`);
}
