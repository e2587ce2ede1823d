import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import type { FinishedEvent } from '../contracts/events.ts';
import type { ExperimentInput } from '../contracts/experiment-config.ts';
import type { Measured } from '../contracts/measurement.ts';
import type { ParameterValues } from '../contracts/model.ts';
import { type Definition, defineMetric } from '../contracts/plugin.ts';
import { LabError } from '../errors.ts';
import { interpolate } from '../parameters/interpolate.ts';
import { smallLab } from '../testing/stand-ins/small-lab.ts';
import { drawData } from '../training/draw-data.ts';
import { measureAt } from './measure-at.ts';

/** Losses, and a number that depends on the metrics' random stream. */
const tested = defineMetric({
  name: 'tested',
  summary: 'losses and a draw, for tests',
  options: z.object({}),
  quantities: ['train-loss', 'test-loss', 'draw'].map((name) => ({ name, title: name, scale: 'linear' })),
  create: () => ({
    measure: ({ meanLoss, stream }) => ({
      'train-loss': meanLoss('train'),
      'test-loss': meanLoss('test'),
      draw: stream('draw').uniform(),
    }),
  }),
});

const lab = smallLab([tested as Definition], { metrics: ['tested'] });

/** Training with parameters in single precision. Those of the reference engine are in double precision. */
const unmoved = { phases: [{ optimizer: { name: 'gradient-descent', learningRate: 0 }, epochs: 1 }] };

/** Trains a run. Returns its last event and its plan. */
async function trained(input: Partial<ExperimentInput> = {}) {
  const planned = lab.plan(lab.resolve(input));
  let end: FinishedEvent | undefined;
  for await (const event of lab.run(planned)) if (event.type === 'finished') end = event;
  const { parameters, result } = end as FinishedEvent;
  return { planned, parameters, final: result.final };
}

async function measured(planned: Parameters<typeof measureAt>[0], points: Iterable<ParameterValues>) {
  const all: Measured[] = [];
  for await (const each of measureAt(planned, points)) all.push(each);
  return all;
}

/** The mean squared error of the small network, W2 relu(W1 x + b1), computed here. */
function squaredError({ W1, b1, W2 }: ParameterValues, split: 'train' | 'test', seed: number): number {
  const { inputs, targets, size, dimension } = drawData(lab.plan(lab.resolve({})).experiment.dataset, seed)[split];
  let sum = 0;
  for (let i = 0; i < size; i++) {
    let output = 0;
    for (const [j, bias] of (b1 as Float32Array).entries()) {
      let activation = bias;
      for (let k = 0; k < dimension; k++) {
        activation += (W1?.[j * dimension + k] as number) * (inputs[i * dimension + k] as number);
      }
      output += (W2?.[j] as number) * Math.max(0, activation);
    }
    sum += (output - (targets[i] as number)) ** 2;
  }
  return sum / size;
}

describe('measureAt', () => {
  test('gives at the end of a run what it measured last, bit for bit, whatever was measured before', async () => {
    const run = await trained(unmoved);
    const elsewhere = run.parameters.W2?.map((w) => 1 - w);
    const points = [run.parameters, { ...run.parameters, W2: elsewhere as Float32Array }, run.parameters];
    const [first, other, last] = await measured(run.planned, points);
    expect(first).toEqual(run.final);
    expect(last).toEqual(run.final);
    expect(other?.values['train-loss']).not.toBe(run.final.values['train-loss']);
  });

  test('agrees with a forward pass of its own between the ends and beyond', async () => {
    const [a, b] = [await trained({ seed: 1 }), await trained({ seed: 2 })];
    const points = [-0.25, 0.5, 1.25].map((t) => interpolate(a.parameters, b.parameters, t));
    const all = await measured(a.planned, points);
    for (const [index, point] of points.entries()) {
      expect(all[index]?.values['train-loss']).toBeCloseTo(squaredError(point, 'train', 1), 5);
      expect(all[index]?.values['test-loss']).toBeCloseTo(squaredError(point, 'test', 1), 5);
    }
  });

  test('sees a quadratic where the output is linear in the parameters that differ', async () => {
    const { planned, parameters } = await trained();
    const other = { ...parameters, W2: (parameters.W2 as Float32Array).map((w, j) => 1 - w * j) };
    const ts = [0, 0.5, 1, 0.3, 2];
    const losses = (
      await measured(
        planned,
        ts.map((t) => interpolate(parameters, other, t)),
      )
    ).map(({ values }) => values['train-loss'] as number);
    const [start, middle, end, ...rest] = losses as [number, number, number, number, number];
    const curvature = 2 * (start - 2 * middle + end);
    const parabola = (t: number) => start + (end - start) * t + curvature * t * (t - 1);
    expect(curvature).toBeGreaterThan(0.01);
    expect(rest[0]).toBeCloseTo(parabola(0.3), 5);
    expect(rest[1]).toBeCloseTo(parabola(2), 4);
  });

  test('has no values where the network overflows', async () => {
    const { planned, parameters, final } = await trained(unmoved);
    const broken = { ...parameters, W2: (parameters.W2 as Float32Array).map(() => Number.NaN) };
    expect(await measured(planned, [broken, parameters])).toEqual([{ values: {} }, final]);
  });

  test.each([
    [{ b1: undefined }, 'parameters "b1": expected 4 numbers for the model small-network, got none'],
    [{ W2: new Float32Array(5) }, 'parameters "W2": expected 4 numbers for the model small-network, got 5'],
    [{ v: new Float32Array(2) }, 'parameters "v": expected no numbers for the model small-network, got 2'],
  ])('refuses parameters of another model: case %#', async (change, message) => {
    const { planned, parameters } = await trained();
    const point = Object.fromEntries(
      Object.entries({ ...parameters, ...change }).flatMap(([name, values]) => (values ? [[name, values]] : [])),
    );
    await expect(measured(planned, [point])).rejects.toThrow(new LabError('config', message));
  });
});
