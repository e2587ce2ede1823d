import { createHash } from 'node:crypto';
import { expect, expectTypeOf, test } from 'vitest';
import type { ExperimentConfig } from '../contracts/experiment-config.ts';
import { type Definition, defineDataset, defineInitializer, defineObserver } from '../contracts/plugin.ts';
import { reference } from '../contracts/reference.ts';
import { LabError } from '../errors.ts';
import type { Lab } from '../lab/lab.ts';
import { serviceModule } from '../lab/service-module.ts';
import { SOURCES } from '../lab/services.ts';
import { smallLab } from '../testing/stand-ins/small-lab.ts';
import { z } from '../vendor/zod.ts';

/** One sample a line, of which the last number is the target; train and test are the same. */
const table = defineDataset({
  name: 'table',
  summary: 'samples of a file',
  options: z.object({ file: z.string().describe('the file'), label: z.string().default('').describe('a label') }),
  sources: ({ file }) => ({ rows: file }),
  create(_options, _plugins, { rows }) {
    expectTypeOf(rows).toEqualTypeOf<Uint8Array>();
    const lines = new TextDecoder().decode(rows).trim().split('\n');
    const numbers = lines.map((line) => line.split(',').map(Number));
    const samples = {
      size: numbers.length,
      dimension: (numbers[0]?.length ?? 0) - 1,
      inputs: Float32Array.from(numbers.flatMap((row) => row.slice(0, -1))),
      targets: Float32Array.from(numbers.flatMap((row) => row.slice(-1))),
    };
    const { dimension, size } = samples;
    return { dimension, trainSize: size, testSize: size, sample: () => ({ train: samples, test: samples }) };
  },
});

/** A dataset in another one's options. */
const wrapped = defineDataset({
  name: 'wrapped',
  summary: 'another dataset',
  options: z.object({ base: reference('dataset') }),
  create: ({ base }, plugins) => plugins.create(base),
});

/** A source that is no option. */
const shipped = defineDataset({
  name: 'shipped',
  summary: 'samples that come with the plugin',
  options: z.object({}),
  sources: () => ({ rows: 'data:text/csv,1,2,-1' }),
  create: (_options, plugins, sources) => table.create({ file: '', label: '' }, plugins, sources),
});

const first = '0.5,1,1\n-1,2,-1\n';
const second = '0.5,1,1\n-1,2,1\n';
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

/** A lab that reads from memory, and how often it has read. */
function labWith(files: Record<string, string>, plugins: readonly Definition[] = [table, wrapped]) {
  const reads: string[] = [];
  const reader = serviceModule(SOURCES, () => ({
    async read(location) {
      reads.push(location);
      const text = files[location];
      if (text === undefined) throw new Error('there is no such file');
      return new TextEncoder().encode(text);
    },
  }));
  return { lab: smallLab([...plugins, reader]), reads };
}

const resolved = (lab: Lab, dataset: object | string): ExperimentConfig => lab.resolve({ dataset });

test('a plugin gets the content of its sources, which the lab reads before it plans', async () => {
  const { lab, reads } = labWith({ 'a.csv': first });
  const { experiment, identity } = await lab.prepare(resolved(lab, { name: 'table', file: 'a.csv' }));
  expect(experiment.dataset).toMatchObject({ dimension: 2, trainSize: 2 });
  expect(identity.sources).toEqual({ 'dataset.file': sha256(first) });
  expect(identity.config).toMatchObject({ dataset: { name: 'table', file: `sha256:${sha256(first)}`, label: '' } });
  expect(JSON.stringify(identity)).not.toContain('a.csv');
  expect(reads).toEqual(['a.csv']);
});

test('the identity tells runs apart by what they read, and not by where it was', async () => {
  const idOf = async (file: string, label = '') => {
    const { lab } = labWith({ 'a.csv': first, 'moved/b.csv': first, 'c.csv': second });
    return (await lab.prepare(resolved(lab, { name: 'table', file, label }))).identity.runId;
  };
  expect(await idOf('moved/b.csv')).toBe(await idOf('a.csv'));
  expect(await idOf('c.csv')).not.toBe(await idOf('a.csv'));
  expect(await idOf('a.csv', 'other')).not.toBe(await idOf('a.csv'));
});

test('a run without sources says nothing of them', () => {
  const { lab } = labWith({});
  expect(lab.plan(lab.resolve({})).identity).not.toHaveProperty('sources');
});

test('a plugin in the options of another one has sources too', async () => {
  const { lab } = labWith({ 'a.csv': first });
  const { identity } = await lab.prepare(resolved(lab, { name: 'wrapped', base: { name: 'table', file: 'a.csv' } }));
  expect(identity.sources).toEqual({ 'dataset.base.file': sha256(first) });
  expect(identity.config).toMatchObject({ dataset: { base: { file: `sha256:${sha256(first)}` } } });
});

test('a source that is no option is in the identity under its name', async () => {
  const lab = smallLab([shipped]);
  const config = lab.resolve({ dataset: 'shipped' });
  expect(lab.sourcesOf(config)).toEqual([{ key: 'dataset.rows', location: 'data:text/csv,1,2,-1', isOption: false }]);
  // The reader of a lab without another one fetches addresses, as a browser does.
  const { identity } = await lab.prepare(config);
  expect(identity.config).toMatchObject({ dataset: { name: 'shipped', rows: `sha256:${sha256('1,2,-1')}` } });
});

test('of several experiments, each file is read once', async () => {
  const { lab, reads } = labWith({ 'a.csv': first, 'b.csv': second });
  const configs = ['a.csv', 'a.csv', 'b.csv'].map((file) => resolved(lab, { name: 'table', file }));
  const contents = await lab.read(...configs);
  expect(reads).toEqual(['a.csv', 'b.csv']);
  const ids = configs.map((config) => lab.plan(config, contents).identity.runId);
  expect(new Set(ids).size).toBe(2);
});

test('every kind of plugin that decides results can have sources; those that do not cannot', async () => {
  const start = defineInitializer({
    name: 'start',
    summary: 'the parameters of a file',
    options: z.object({ file: z.string().describe('the file') }),
    sources: ({ file }) => ({ file }),
    create: (_options, _plugins, { file }) => ({
      initialize: ({ specs }) =>
        Object.fromEntries(Object.keys(specs).map((name) => [name, Float32Array.of(file.length)])),
    }),
  });
  const { lab } = labWith({ 'w.bin': '1234' }, [start]);
  const { identity } = await lab.prepare(lab.resolve({ init: { name: 'start', file: 'w.bin' } }));
  expect(identity.sources).toEqual({ 'init.file': sha256('1234') });
  const listener = {
    name: 'listener',
    summary: 'reads',
    options: z.object({}),
    sources: () => ({ file: 'a' }),
    create: () => ({ observe() {} }),
  };
  // @ts-expect-error an observer has no sources
  expect(() => defineObserver(listener)).toThrow(
    'observer "listener": sources: a plugin of kind observer has none, because it does not decide the results',
  );
});

test('errors name the key, the file and the way out', async () => {
  const { lab } = labWith({});
  const config = resolved(lab, { name: 'table', file: 'nowhere.csv' });
  await expect(lab.prepare(config)).rejects.toThrow(
    new LabError('config', 'dataset.file: nowhere.csv cannot be read (there is no such file)'),
  );
  expect(() => lab.plan(config)).toThrow(
    'dataset "table" reads nowhere.csv: plan with what lab.read(config) gives, or by lab.prepare(config)',
  );
  const broken = (sources: () => unknown): Definition => ({ ...table, sources }) as unknown as Definition;
  const asked = (sources: () => unknown) => {
    const { lab } = labWith({}, [broken(sources)]);
    return () => lab.sourcesOf(resolved(lab, { name: 'table', file: 'x' }));
  };
  expect(asked(() => ({ rows: 3 }))).toThrow(
    'dataset "table" of testing: sources: expected paths or addresses by names, got {"rows":3}',
  );
  expect(asked(() => ['x'])).toThrow('expected paths or addresses by names, got ["x"]');
  expect(
    asked(() => {
      throw new TypeError('no options');
    }),
  ).toThrow('dataset "table" of testing: sources failed: no options');
});

test('an address that cannot be fetched is an error with its status', async () => {
  const lab = smallLab([table]);
  const config = resolved(lab, { name: 'table', file: 'data:nonsense' });
  await expect(lab.prepare(config)).rejects.toThrow('dataset.file: data:nonsense cannot be read (');
});
