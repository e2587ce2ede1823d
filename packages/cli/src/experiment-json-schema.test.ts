import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defineOptimizer, PluginRegistry, z } from '@sharpness-lab/core';
import { formatConfig, loadConfig } from '@sharpness-lab/core/node';
import { defaults, presets } from '@sharpness-lab/paper';
import { Ajv } from 'ajv';
import { afterAll, describe, expect, test } from 'vitest';
import { experimentJsonSchema } from './experiment-json-schema.ts';
import { composeLab } from './packages.ts';

const lab = await composeLab();
const schema = experimentJsonSchema(lab.registry, defaults);
const validate = new Ajv({ allErrors: true }).compile(schema);

const folder = mkdtempSync(join(tmpdir(), 'schema-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** An experiment as the lab reads it from a file. */
async function fromFile(text: string): Promise<unknown> {
  const path = join(folder, 'experiment.yaml');
  writeFileSync(path, text);
  return loadConfig(path);
}

/** The innermost places at which a file violates the schema. */
function faults(config: unknown): string[] {
  if (validate(config)) return [];
  return (validate.errors ?? []).map(({ instancePath, message, params }) =>
    [instancePath, message, ...Object.values(params)].join(' '),
  );
}

const small = {
  dataset: { name: 'xor', dimension: 4, trainSize: 8 },
  model: { name: '2-mlp-bias', width: 8 },
  phases: [{ optimizer: 'sgd', epochs: 1 }],
};

describe('the JSON Schema of experiments', () => {
  test.each(Object.entries(presets))('accepts the preset %s, as written and as printed', async (_, preset) => {
    expect(faults(preset)).toEqual([]);
    expect(faults(await fromFile(await formatConfig(lab.resolve(preset))))).toEqual([]);
  });

  test('accepts small.yaml of the README', async () => {
    const readme = readFileSync(new URL('../../../README.md', import.meta.url), 'utf8');
    const text = readme.match(/```yaml\n(# small\.yaml\n.*?)```/s)?.[1];
    expect(faults(await fromFile(text ?? ''))).toEqual([]);
    expect(faults(small)).toEqual([]);
  });

  test.each([
    ['a key of the experiment', { ...small, sede: 1 }, 'sede'],
    ['an option of a model', { ...small, model: { name: '2-mlp-bias', widht: 8 } }, '/model'],
    ['the name of a model', { ...small, model: '2-mlp-bais' }, '/model'],
    ['a plugin of another kind', { ...small, model: 'sgd' }, '/model'],
    [
      'an option of an optimizer within an optimizer',
      { ...small, phases: [{ optimizer: { name: 'sam', base: { name: 'sgd', learnRate: 1 } }, epochs: 1 }] },
      'learnRate',
    ],
    [
      'an option of a schedule',
      {
        ...small,
        phases: [{ optimizer: { name: 'sgd', learningRate: { name: 'linear', from: 1, two: 0 } }, epochs: 1 }],
      },
      '/phases/0/optimizer',
    ],
    ['a number out of range', { ...small, phases: [{ optimizer: { name: 'sam', rho: -1 }, epochs: 1 }] }, '>= 0'],
    ['a missing phase', { dataset: small.dataset, model: small.model }, 'phases'],
    ['a dataset without its options', { ...small, dataset: 'explicit' }, '/dataset'],
  ])('rejects what the lab rejects: %s', (_, config, named) => {
    expect(() => lab.resolve(config)).toThrow();
    expect(faults(config).join('\n')).toContain(named);
  });

  test('accepts the config.json of a run, and former names of plugins, as the lab does', async () => {
    for (const init of ['normal-fan-in', { name: 'normal-fan-in', scales: [1] }]) {
      expect(faults({ format: 1, ...small, init })).toEqual([]);
      expect(lab.resolve({ ...small, init }).init.name).toBe('he-normal');
    }
    expect(faults({ ...small, init: { name: 'normal-fan-in', scale: 1 } }).join('\n')).toContain('scale');
  });

  test('has the plugins of other packages', () => {
    const registry = new PluginRegistry();
    for (const { definition, origin } of lab.registry.list()) registry.add(definition, origin);
    registry.add(
      defineOptimizer({
        name: 'usam',
        summary: 'SAM without normalizing',
        options: z.object({ rho: z.number().describe('per unit of gradient') }),
        create: () => ({ start: () => () => {} }),
      }),
      { name: 'usam', version: '1.0.0' },
    );
    const config = { ...small, phases: [{ optimizer: { name: 'usam', rho: 0.1 }, epochs: 1 }] };
    expect(faults(config)).not.toEqual([]);
    const validates = new Ajv().compile(experimentJsonSchema(registry, defaults));
    expect(validates(config)).toBe(true);
    expect(validates({ ...config, phases: [{ optimizer: 'usam', epochs: 1 }] })).toBe(false);
  });

  test('tells defaults and what things are, and leaves out bounds that nobody set', () => {
    const text = JSON.stringify(schema);
    expect(text).not.toContain(String(Number.MAX_SAFE_INTEGER));
    expect(schema.properties).toMatchObject({ loss: { default: 'mse' }, seed: { minimum: 0, default: 0 } });
    expect(text).toContain('perturbation radius, or a schedule');
  });
});
