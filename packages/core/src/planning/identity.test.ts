import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import type { ExperimentInput } from '../contracts/experiment-config.ts';
import { type Definition, defineEngine, defineObserver } from '../contracts/plugin.ts';
import { createLab } from '../lab/lab.ts';
import { pluginModule } from '../lab/plugin-module.ts';
import { smallPlugins } from '../testing/stand-ins/small-lab.ts';
import { VERSION } from '../version.ts';
import { canonicalJson } from './identity.ts';

const observer = defineObserver({
  name: 'quiet',
  summary: 'listens',
  options: z.object({}),
  create: () => ({ observe() {} }),
});

interface Variation {
  readonly input?: Partial<ExperimentInput>;
  readonly version?: string;
  readonly path?: string;
  readonly fingerprint?: string;
}

/** The identity of a small experiment on an engine of another package, with variations. */
function identity({ input = {}, version = '1.0.0', path = 'fast', fingerprint }: Variation = {}) {
  const engine = defineEngine({
    name: 'kernels',
    summary: 'an engine',
    options: z.object({ lanes: z.int().default(4) }),
    create: () => ({
      rank: 9,
      ...(fingerprint === undefined ? {} : { fingerprint }),
      plan: ({ phases }) => ({ paths: phases.map(() => path) }),
      open: () => Promise.reject(new Error('not to be opened')),
    }),
  });
  const packageOf = (name: string, its: string, definitions: readonly Definition[]) => ({
    origin: { name, version: its },
    module: pluginModule(definitions),
  });
  const lab = createLab(
    [
      packageOf('small', version, smallPlugins),
      packageOf('engines', '2.0.0', [engine]),
      packageOf('bystander', '3.0.0', [observer]),
    ],
    { dataset: 'small-data', model: 'small-network', init: 'any-start', loss: 'squared-error' },
  );
  const config = lab.resolve({ phases: [{ optimizer: 'gradient-descent', epochs: 2 }], ...input });
  return lab.plan(config).identity;
}

const id = (variation: Variation = {}) => identity(variation).runId;

describe('the identity of a run', () => {
  test('says what determines it', () => {
    expect(identity({ fingerprint: 'abc' })).toEqual({
      runId: expect.stringMatching(/^[0-9a-f]{12}$/),
      config: {
        seed: 0,
        dataset: { name: 'small-data', dimension: 3, trainSize: 6, testSize: 5 },
        model: { name: 'small-network', width: 4 },
        init: { name: 'any-start' },
        loss: { name: 'squared-error' },
        phases: [
          {
            optimizer: { name: 'gradient-descent', learningRate: 0.05 },
            epochs: 2,
            batchSize: 1,
            order: 'shuffled',
            keepState: false,
          },
        ],
        metrics: [],
        measure: {},
      },
      engine: { name: 'kernels', options: { lanes: 4 }, paths: ['fast'], fingerprint: 'abc' },
      versions: { '@sharpness-lab/core': VERSION, small: '1.0.0', engines: '2.0.0' },
    });
  });

  test('is the start of a SHA-256 of the rest', () => {
    const { runId, ...rest } = identity();
    // Keys sorted by hand, level by level, through a round trip that keeps insertion order.
    const sorted = (value: unknown): unknown =>
      Array.isArray(value)
        ? value.map(sorted)
        : typeof value === 'object' && value !== null
          ? Object.fromEntries(
              Object.keys(value)
                .sort()
                .map((key) => [key, sorted((value as Record<string, unknown>)[key])]),
            )
          : value;
    const digest = createHash('sha256')
      .update(JSON.stringify(sorted(rest)))
      .digest('hex');
    expect(runId).toBe(digest.slice(0, 12));
  });

  test.each<[string, Variation]>([
    ['the label', { input: { name: 'another' } }],
    ['observers', { input: { observers: ['quiet'] } }],
    ['where plugins were found', { input: { plugins: ['/elsewhere/plugin.js'] } }],
    ['the engine being named or found', { input: { engine: 'kernels' } }],
    ['defaults being written out', { input: { model: { name: 'small-network', width: 4 }, seed: 0 } }],
    ['the order of keys', { input: { dataset: { trainSize: 6, dimension: 3, name: 'small-data' } } }],
  ])('does not depend on %s', (_what, variation) => {
    expect(id(variation)).toBe(id());
  });

  test.each<[string, Variation]>([
    ['the seed', { input: { seed: 1 } }],
    ['a plugin’s options', { input: { model: { name: 'small-network', width: 5 } } }],
    ['the phases', { input: { phases: [{ optimizer: 'gradient-descent', epochs: 3 }] } }],
    ['when it measures', { input: { measure: { every: 1 } } }],
    ['the engine', { input: { engine: 'reference' } }],
    ['the engine’s options', { input: { engine: { name: 'kernels', lanes: 8 } } }],
    ['the engine’s code path', { path: 'generic' }],
    ['the engine’s code', { fingerprint: 'abc' }],
    ['the version of a package that takes part', { version: '1.0.1' }],
  ])('depends on %s', (_what, variation) => {
    expect(id(variation)).not.toBe(id());
  });
});

describe('canonicalJson', () => {
  test('sorts keys at every level, not lists', () => {
    expect(canonicalJson({ b: [3, 1, { d: 1, c: 2 }], a: null })).toBe('{"a":null,"b":[3,1,{"c":2,"d":1}]}');
  });

  test('is the same for every order of keys, and says all there is', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
        const reversed = Object.fromEntries(Object.entries(value).reverse());
        expect(canonicalJson(reversed)).toBe(canonicalJson(value));
        expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
      { seed: 1 },
    );
  });
});
