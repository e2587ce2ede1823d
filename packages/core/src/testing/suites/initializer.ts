import type { InitializerContext } from '../../contracts/initializer.ts';
import type { Definition } from '../../contracts/plugin.ts';
import { LabError } from '../../errors.ts';
import { sizeOf } from '../../parameters/size-of.ts';
import { rootStream } from '../../random/random-stream.ts';
import type { z } from '../../vendor/zod.ts';
import { ensure, ensureFinite, ensureLength, ensureSame, sameNumbers } from '../assertions.ts';
import { createPlugin } from '../create-plugin.ts';
import { smallLab } from '../stand-ins/small-lab.ts';
import type { Case, Clause, Setup } from './contract.ts';
import { runSuite } from './suite.ts';

export interface InitializerCase<Options extends z.ZodObject> extends Case<Options> {
  /** The network to initialize, by default the small network of {@link smallLab}. */
  readonly context?: Partial<InitializerContext>;
  /** The parameters do not depend on the stream (exact constructions). */
  readonly fixed?: boolean;
  /** Contexts that it must refuse with a LabError of kind `config`. */
  readonly refused?: readonly Partial<InitializerContext>[];
}

/** The contract of initializers, in one setting. */
export function initializerClauses<Options extends z.ZodObject>(
  definition: Definition<'initializer', Options>,
  { options, context: given, fixed = false, refused = [] }: InitializerCase<Options>,
  { plugins, files }: Setup = {},
): Clause[] {
  const create = () => createPlugin(definition, options, plugins, files);
  const original = { ...smallContext(), ...given };
  const { specs } = original;
  /** Each clause has a context of its own, so that a change of it does not disturb the other clauses. */
  const context = () => ({ ...original, train: structuredClone(original.train) });
  const initialize = (seed: number) => create().initialize(context(), rootStream(seed));
  return [
    {
      name: 'fills every parameter, and no other',
      check() {
        const values = initialize(1);
        const [names, expected] = [Object.keys(values).sort().join(', '), Object.keys(specs).sort().join(', ')];
        ensure(names === expected, `expected the parameters ${expected}, got ${names}`);
        for (const [name, { shape }] of Object.entries(specs)) {
          ensure(values[name] instanceof Float32Array, `"${name}": expected a Float32Array`);
          ensureLength(values[name], sizeOf(shape), `"${name}"`);
          ensureFinite(values[name], `"${name}"`);
        }
      },
    },
    {
      name: 'gives equal bits for equal streams, in memory of their own',
      check() {
        const initializer = create();
        const first = initializer.initialize(context(), rootStream(1));
        const kept = structuredClone(first);
        for (const values of Object.values(first)) values.fill(7);
        const again = initializer.initialize(context(), rootStream(1));
        for (const [name, values] of Object.entries(kept)) {
          ensureSame(again[name] ?? [], values, `"${name}" drawn again`);
        }
      },
    },
    {
      name: fixed ? 'gives the same for any stream' : 'gives other parameters for another stream',
      check() {
        const [a, b] = [initialize(1), initialize(2)];
        const same = Object.keys(specs).every((name) => sameNumbers(a[name] ?? [], b[name] ?? []));
        ensure(same === fixed, `two streams gave ${same ? 'the same' : 'different'} parameters`);
      },
    },
    {
      name: 'leaves the training set as it was',
      check() {
        const { train, ...others } = context();
        create().initialize({ train, ...others }, rootStream(1));
        ensureSame(train.inputs, original.train.inputs, 'train.inputs');
        ensureSame(train.targets, original.train.targets, 'train.targets');
      },
    },
    ...refused.map((unsuitable, index) => ({
      name: `refuses unsuitable context ${index}`,
      check() {
        let thrown: unknown;
        try {
          create().initialize({ ...context(), ...unsuitable }, rootStream(1));
        } catch (error) {
          thrown = error;
        }
        const refusal = thrown instanceof LabError && thrown.kind === 'config';
        ensure(refusal, `expected a LabError of kind config, got ${thrown ?? 'parameters'}`);
      },
    })),
  ];
}

/**
 * Tests an initializer against its contract.
 *
 * @param cases settings to test it in, by default its default options on a small network
 */
export function testInitializer<Options extends z.ZodObject>(
  definition: Definition<'initializer', Options>,
  cases: readonly InitializerCase<Options>[] = [{}],
  setup: Setup = {},
): void {
  runSuite(definition, cases, setup, (each) => initializerClauses(definition, each, setup));
}

function smallContext(): InitializerContext {
  const lab = smallLab();
  const { experiment } = lab.plan(lab.resolve({}));
  const { config, dataset, model } = experiment;
  return {
    model: config.model.name,
    modelOptions: config.model.options,
    specs: model.parameters(dataset.dimension),
    train: dataset.sample(rootStream(0)).train,
  };
}
