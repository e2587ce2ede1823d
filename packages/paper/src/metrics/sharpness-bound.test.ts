import {
  drawData,
  type Loss,
  type Measurement,
  type ParameterValues,
  type Probe,
  type Samples,
} from '@sharpness-lab/core';
import { createPlugin } from '@sharpness-lab/core/testing';
import { completeXor, xor } from '@sharpness-lab/datasets';
import { logistic, mlpBias, mse, twoLayerBias, twoLayerSimLn } from '@sharpness-lab/models';
import { describe, expect, test } from 'vitest';
import { memorizingDeepNet, memorizingNet, memorizingSimLnNet } from '../constructions/memorizing.ts';
import sharpnessBound from './sharpness-bound.ts';

const smoothing = 0.2;
const output = Math.log(4);
const smoothed = { name: 'logistic', options: { labelSmoothing: smoothing } };
const { train } = drawData(createPlugin(xor, { dimension: 30, trainSize: 100, testSize: 1 }), 0);
const onOutputs: Samples = { ...train, targets: train.targets.map((y) => y * output) };

interface Case {
  readonly name: string;
  readonly options: Readonly<Record<string, unknown>>;
  readonly model?: { readonly closedForms?: unknown };
}

/** A network with its outputs and their derivatives from the model. */
function probeOf(
  { name, options, model }: Case,
  loss: { name: string; options: object },
  samples: Samples,
  parameters: ParameterValues,
): Probe {
  const lossFunction: Loss =
    loss.name === 'mse' ? createPlugin(mse, {}) : createPlugin(logistic, loss.options as { labelSmoothing: number });
  const forms = model?.closedForms as { derivatives(...args: unknown[]): ReturnType<Probe['derivatives']> } | undefined;
  const derivatives = () => forms?.derivatives(parameters, samples, samples);
  return {
    config: { model: { name, options }, loss },
    data: { train: samples, test: samples },
    loss: lossFunction,
    derivatives,
    meanLoss: () =>
      samples.targets.reduce((sum, y, i) => sum + lossFunction.value(derivatives()?.outputs[i] ?? 0, y), 0) /
      samples.size,
  } as unknown as Probe;
}

const measure = (...probe: Parameters<typeof probeOf>): Measurement =>
  createPlugin(sharpnessBound, {}).measure(probeOf(...probe));

describe('with the logistic loss and label smoothing 0.2', () => {
  const scale = (smoothing * (1 - smoothing)) / 2;
  const widths = [100, 100];
  const epsilon = 1e-3;
  const cases = [
    {
      name: '2-mlp-bias',
      options: {},
      model: createPlugin(twoLayerBias, { width: 100 }),
      bound: scale * 4 * Math.sqrt(31) * output,
      net: (samples: Samples) => memorizingNet(samples, 100),
    },
    {
      name: 'mlp-bias',
      options: { widths },
      model: createPlugin(mlpBias, { widths }),
      bound: scale * 2 * 3 * Math.cbrt(output ** 4 * 31),
      net: (samples: Samples) => memorizingDeepNet(samples, widths),
    },
    {
      name: '2-mlp-sim-ln',
      options: { epsilon },
      model: createPlugin(twoLayerSimLn, { width: 100, epsilon }),
      bound: scale * 2,
      net: (samples: Samples) => memorizingSimLnNet(samples, 100, epsilon),
    },
  ];

  test.each(cases)('a flattest net of $name that is at the minimum is on the bound', (each) => {
    const measured = measure(each, smoothed, train, each.net(onOutputs));
    expect(measured['sharpness-bound']).toBeCloseTo(each.bound, 5);
    expect(measured['sharpness-ratio']).toBeCloseTo(1, 5);
  });

  test.each(cases)('a net of $name that is not at the minimum has no ratio', (each) => {
    const far = { ...train, targets: train.targets.map((y) => 0.7 * y * output) };
    expect(Object.keys(measure(each, smoothed, train, each.net(far)))).toEqual(['sharpness-bound']);
  });

  test('the bound on P_xor with bias is 2.47, and on complete sets with Sim-BN 8 log 4 times 0.08', () => {
    const bias = { name: '2-mlp-bias', options: {} };
    expect(measure(bias, smoothed, train, {})['sharpness-bound']).toBeCloseTo(2.47, 2);
    const complete = drawData(createPlugin(completeXor, { dimension: 6, testSize: 1 }), 1).train;
    const simBn = { name: '2-mlp-sim-bn', options: {} };
    expect(measure(simBn, smoothed, complete, {})['sharpness-bound']).toBeCloseTo(0.08 * 8 * output, 5);
  });

  test('nothing is measured without smoothing, or for targets of several sizes', () => {
    const bias = { name: '2-mlp-bias', options: {} };
    expect(measure(bias, { ...smoothed, options: { labelSmoothing: 0 } }, train, {})).toEqual({});
    const mixed = { ...train, targets: train.targets.map((y, i) => (i === 5 ? y / 2 : y)) };
    expect(measure(bias, smoothed, mixed, {})).toEqual({});
  });

  test('the trace at the minimum is p (1 - p) / 2 times that of the squared error on its outputs', () => {
    const squared = measure(cases[0] as Case, { name: 'mse', options: {} }, onOutputs, memorizingNet(onOutputs, 100));
    expect(squared['sharpness-ratio']).toBeCloseTo(1, 5);
    expect(squared['sharpness-bound']).toBeCloseTo((cases[0]?.bound as number) / scale, 4);
  });
});
