import { createLab, type ExperimentInput, type FinishedEvent, flatten, type Lab } from '@sharpness-lab/core';
import datasets from '@sharpness-lab/datasets';
import tfjsEngine from '@sharpness-lab/engine-tfjs';
import wasmEngine from '@sharpness-lab/engine-wasm';
import metrics from '@sharpness-lab/metrics';
import models from '@sharpness-lab/models';
import optimizers from '@sharpness-lab/optimizers';
import paper, { defaults } from '@sharpness-lab/paper';
import plainSam, { benchCases, growths, workloads } from '@sharpness-lab/paper/bench';
import { describe, expect, test } from 'vitest';

const lab: Lab = createLab([datasets, models, optimizers, metrics, paper, wasmEngine, tfjsEngine, plainSam], defaults);

const lines = (settings: Partial<Parameters<typeof benchCases>[1]>) =>
  benchCases(lab, { scale: 'quick', scaling: false, ...settings }).map(
    ({ description: { model, width, dimension, loss, optimizer, batchSize, engine, path } }) =>
      `${model} ${width} ${dimension} ${loss} ${optimizer} ${batchSize} ${engine} ${path}`,
  );

describe('cases', () => {
  test('every workload is measured in each of its ways', () => {
    const count = workloads.reduce((sum, { ways }) => sum + ways.length, 0);
    expect(new Set(lines({})).size).toBe(count);
  });

  test('single-sample steps are fused, the written-out SAM is not, and tfjs differentiates', () => {
    for (const { description, contestant } of benchCases(lab, { scale: 'quick', scaling: true })) {
      const { engine, optimizer, batchSize, path } = description;
      if (engine === 'tfjs') expect(path).toBe('autodiff/wasm');
      else if (optimizer === 'plain-sam') expect(path).toBe('generic');
      else if (batchSize === 1) expect(path).toBe('fused');
      expect(contestant.epochs).toBeUndefined();
    }
    expect(lines({ filter: 'fig4b width=500 d=30 batch=1 mse' })).toEqual([
      '2-mlp-bias 500 30 mse 1-sam 1 wasm fused',
      '2-mlp-bias 500 30 mse plain-sam 1 wasm generic',
      '2-mlp-bias 500 30 mse 1-sam 1 tfjs autodiff/wasm',
      '2-mlp-bias 500 30 mse sgd 1 wasm fused',
      '2-mlp-bias 500 30 mse sgd 1 tfjs autodiff/wasm',
    ]);
  });

  test('at quick scale all ways of a workload start where the figure’s own training has come to', () => {
    for (const { workload, contestant, growth } of benchCases(lab, { scale: 'quick', scaling: true })) {
      const { config } = contestant.planned.experiment;
      const before = contestant.warmUp?.experiment.config;
      if (growth !== undefined) {
        expect(before).toBeUndefined();
        continue;
      }
      expect(before?.phases[0]?.epochs).toBe(workload.warmUp);
      for (const key of ['seed', 'dataset', 'model', 'init', 'loss'] as const) {
        expect(JSON.stringify(config[key])).toBe(JSON.stringify(before?.[key]));
      }
    }
  });

  test('at paper scale it is a million steps of the figures on the fastest engine, from the first on', () => {
    const cases = benchCases(lab, { scale: 'paper', scaling: false });
    expect(cases.length).toBeGreaterThanOrEqual(5);
    for (const { description, contestant } of cases) {
      const { dataset, config } = contestant.planned.experiment;
      const steps = (contestant.epochs as number) * Math.ceil(dataset.trainSize / description.batchSize);
      expect(steps).toBeGreaterThanOrEqual(description.batchSize === 1 ? 1e6 : 2e4);
      expect(config.phases[0]?.epochs).toBe(contestant.epochs);
      expect(contestant.warmUp).toBeUndefined();
      expect(description.engine).toBe('wasm');
    }
  });

  test('growth varies one size and nothing else', () => {
    const points = benchCases(lab, { scale: 'quick', scaling: true }).filter(({ growth }) => growth !== undefined);
    expect(points).toHaveLength(growths.reduce((sum, { values }) => sum + values.length, 0));
    expect(points.map(({ description: { width, dimension } }) => `${width} x ${dimension}`)).toEqual([
      ...['250 x 30', '1000 x 30', '5000 x 30', '20000 x 30', '100000 x 30'],
      ...['500 x 10', '500 x 100', '500 x 1000', '500 x 10000'],
    ]);
  });

  test('the filter knows its words', () => {
    expect(lines({ filter: ' fig2a  fused ' })).toEqual(['2-mlp-sim-bn 500 30 mse 1-sam 1 wasm fused']);
    expect(() => lines({ filter: 'fig4b fusd' })).toThrow(
      'filter: no case has the word "fusd" (did you mean "fused"?)',
    );
    expect(() => lines({ filter: 'zzz' })).toThrow(/^filter: no case has the word "zzz" \(known: fig1b, /);
    expect(() => lines({ filter: 'fig2a batch=100' })).toThrow(
      'filter: no case has all the words of "fig2a batch=100"',
    );
  });
});

test('plain-sam takes the steps of 1-SAM', async () => {
  const sizes = {
    dataset: { name: 'xor', dimension: 6, trainSize: 20, testSize: 1 },
    model: { name: '2-mlp-bias', width: 16 },
  };
  const train = async (optimizer: ExperimentInput['phases'][number]['optimizer']) => {
    const phases = [{ optimizer, epochs: 3 }];
    const planned = lab.plan(lab.resolve({ ...sizes, metrics: [], phases }));
    let last: unknown;
    for await (const event of lab.run(planned)) last = event;
    const { specs, parameters } = last as FinishedEvent;
    return flatten(specs, parameters);
  };
  const settings = { rho: 0.3, learningRate: 0.02 };
  const plain = await train({ name: 'plain-sam', ...settings });
  const oneSam = await train({ name: '1-sam', rho: 0.3, base: { name: 'sgd', learningRate: 0.02 } });
  const sgd = await train({ name: 'sgd', learningRate: 0.02 });
  const distance = (other: Float32Array) => Math.hypot(...plain.map((value, i) => value - (other[i] as number)));
  expect(distance(oneSam)).toBeLessThan(1e-4 * Math.hypot(...plain));
  expect(distance(sgd)).toBeGreaterThan(1e-2 * Math.hypot(...plain));
});
