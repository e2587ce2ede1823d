import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import type { Measurement } from '../../contracts/measurement.ts';
import type { Metric, Probe } from '../../contracts/metric.ts';
import { defineDataset, defineMetric } from '../../contracts/plugin.ts';
import type { Quantity } from '../../contracts/quantity.ts';
import { LabError } from '../../errors.ts';
import { smallProbe } from '../stand-ins/small-probe.ts';
import { violations } from './contract.ts';
import { metricClauses, testMetric } from './metric.ts';

const names = ['loss', 'train-loss', 'test-loss', 'hessian-trace', 'ratio', 'decades', 'median', 'calls'];

function metricOf(
  measure: (probe: Probe) => Measurement,
  further: readonly Quantity[] = [],
  targets?: Metric['targets'],
) {
  return defineMetric({
    name: 'tested',
    summary: 'a metric',
    options: z.object({}),
    quantities: [...names.map((name) => ({ name, title: name, scale: 'linear' }) as const), ...further],
    create: () => (targets === undefined ? { measure } : { measure, targets }),
  });
}

/** Mean and standard error of v^T H v over a few random signs v: Hutchinson's estimate of the trace. */
const trace = metricOf((probe) => {
  const { hessianVectorProduct, parameters } = probe;
  if (hessianVectorProduct === undefined) return {};
  const stream = probe.stream('signs');
  const samples = Array.from({ length: 4 }, () => {
    const direction = Object.fromEntries(
      Object.entries(parameters).map(([name, values]) => [name, values.map(() => stream.sign())]),
    );
    return inner(direction, hessianVectorProduct(direction));
  });
  const mean = samples.reduce((sum, sample) => sum + sample / 4, 0);
  const variance = samples.reduce((sum, sample) => sum + (sample - mean) ** 2 / 3, 0);
  return { 'hessian-trace': { value: mean, standardError: Math.sqrt(variance / 4) } };
});

function inner(a: Probe['parameters'], b: Probe['parameters']): number {
  return Object.entries(a).reduce(
    (sum, [name, values]) => values.reduce((part, value, k) => part + value * (b[name]?.[k] ?? Number.NaN), sum),
    0,
  );
}

testMetric(metricOf((probe) => ({ 'train-loss': probe.meanLoss('train'), 'test-loss': probe.meanLoss('test') })));
testMetric(trace);

/** A metric that needs a network of width 2 and a probe with everything. */
const picky = metricOf((probe) => {
  if (probe.model.closedForms === undefined) throw new LabError('engine', 'metric "tested" needs closed forms');
  return probe.parameters.b1?.length === 2 ? { loss: probe.meanLoss('test') } : {};
});
testMetric(picky, [{ experiment: { model: { name: 'small-network', width: 2 } } }]);

describe('testMetric reports a metric that', () => {
  let calls = 0;
  test.each<[string, (probe: Probe) => Measurement, string]>([
    ['measures nothing', () => ({}), 'nothing was measured: give an `experiment` that the metric applies to'],
    [
      'measures what it has not declared',
      () => ({ accurracy: 1 }),
      'metric "tested" of testing: measured "accurracy", which is not among the quantities that it declares (loss, train-loss',
    ],
    [
      'mistypes a name, on some networks only',
      ({ model }) => (model.closedForms === undefined ? { 'test-los': 1 } : { 'test-loss': 1 }),
      'measured "test-los", which is not among the quantities that it declares (did you mean "test-loss"?)',
    ],
    [
      'measures a text',
      () => ({ loss: 'small' as unknown as number }),
      '"loss": expected a number, { value, standardError, converged, products }, numbers, or { shape: [rows, columns], values }, got "small"',
    ],
    ['leaves a matrix a row short', () => ({ loss: { shape: [2, 2], values: [1, 2] } }), '"loss": expected a number'],
    [
      'measures what is not a number',
      () => ({ loss: Number.NaN }),
      'loss: expected finite numbers or no entry, got NaN',
    ],
    [
      'has a hole in a spectrum',
      () => ({ loss: [1, Number.NaN] }),
      'loss: expected finite numbers or no entry, got NaN',
    ],
    [
      'divides by a norm that may be zero',
      (probe) => ({ ratio: probe.meanLoss('train') / inner(probe.parameters, probe.parameters) }),
      'on a network whose parameters are all zero, ratio: expected finite numbers or no entry, got Infinity',
    ],
    [
      'takes the logarithm of a loss that may be zero',
      (probe) => ({ decades: Math.log10(probe.meanLoss('train')) }),
      'on a network that interpolates the training set, decades: expected finite numbers or no entry, got -Infinity',
    ],
    [
      'gives a standard error of one sample',
      () => ({ loss: { value: 1, standardError: Number.NaN } }),
      'loss: expected a standard error >= 0, got NaN',
    ],
    ['counts', () => ({ calls: ++calls }), 'on a network that offers everything: measured {"calls":'],
    [
      'breaks without closed forms',
      (probe) => {
        if (probe.model.closedForms === undefined) throw new Error('no closed forms');
        return { loss: 1 };
      },
      'no closed forms',
    ],
    [
      'refuses a network that offers everything',
      () => {
        throw new LabError('engine', 'not this one');
      },
      'not this one',
    ],
    [
      'changes parameters',
      ({ parameters }) => {
        parameters.b1?.fill(0);
        return { loss: 1 };
      },
      'on a network that offers everything: the probe’s parameters changed during the measurement',
    ],
    [
      'squares the gradient norms in place',
      (probe) => {
        const norms = probe.derivatives()?.squaredGradientNorms;
        norms?.forEach((norm, i) => {
          norms[i] = norm ** 2;
        });
        return { loss: 1 };
      },
      'the probe’s derivatives changed during the measurement',
    ],
    [
      'sorts the outputs in place',
      (probe) => ({ median: probe.outputs('test').sort()[2] as number }),
      'the probe’s outputs changed during the measurement',
    ],
  ])('%s', async (_what, measure, complaint) => {
    expect(await violations(metricClauses(metricOf(measure), {}))).toContainEqual(expect.stringContaining(complaint));
  });
});

/** Fails where targets are not -1 and 1. */
const ofSigns = (targets: Metric['targets']) =>
  metricOf(
    (probe) => {
      if (probe.data.train.targets.some((y) => Math.abs(y) !== 1)) throw new Error('no labels');
      return { loss: probe.meanLoss('train') };
    },
    [],
    targets,
  );

testMetric(ofSigns('signs'));

describe('testMetric reports targets that', () => {
  const threeClasses = defineDataset({
    name: 'three-classes',
    summary: 'targets 0, 1 and 2',
    options: z.object({}),
    create() {
      const samples = { size: 3, dimension: 1, inputs: Float32Array.of(1, 2, 3), targets: Float32Array.of(1, 0, 2) };
      return { dimension: 1, trainSize: 3, testSize: 3, sample: () => ({ train: samples, test: samples }) };
    },
  });
  test.each<[string, Metric['targets'], object, string]>([
    ['it does not declare', undefined, {}, 'no labels'],
    ['there are not', 'classes' as 'signs', {}, 'targets: expected "real" or "signs" or "signed", got "classes"'],
    [
      'the experiment has not',
      'signs',
      { experiment: { dataset: 'three-classes' } },
      'it takes targets -1 and 1, and training sample 1 has 0: give an `experiment` with such targets',
    ],
  ])('%s', async (_what, targets, each, complaint) => {
    const clauses = metricClauses(ofSigns(targets), each, { plugins: [threeClasses] });
    expect(await violations(clauses)).toContainEqual(expect.stringContaining(complaint));
  });
});

describe('testMetric reports quantities that', () => {
  const loss = (probe: Probe) => ({ loss: probe.meanLoss('train') });
  const at = `quantities.${names.length}`;
  test.each<[string, unknown, string]>([
    [
      'have no title',
      { name: 'x', title: '', scale: 'log' },
      `${at}.title: expected what axes and tables call it, got ""`,
    ],
    ['use capitals', { name: 'Loss', title: 'loss', scale: 'log' }, `${at}.name: expected lower case with hyphens`],
    [
      'have an unknown scale',
      { name: 'x', title: 'x', scale: 'logarithmic' },
      `${at}.scale: expected "linear" or "log"`,
    ],
    ['are there twice', { name: 'loss', title: 'loss', scale: 'log' }, 'quantities: "loss" is there twice'],
  ])('%s', async (_what, quantity, complaint) => {
    expect(await violations(metricClauses(metricOf(loss, [quantity as Quantity]), {}))).toContainEqual(
      expect.stringContaining(complaint),
    );
  });

  test('promise a range that values leave', async () => {
    const excess = metricOf(
      (probe) => ({ excess: probe.meanLoss('train') - 1 }),
      [{ name: 'excess', title: 'excess loss', scale: 'linear', range: { min: 0 } }],
    );
    expect(await violations(metricClauses(excess, {}))).toContainEqual(
      expect.stringContaining('excess: expected numbers in the range {"min":0}, got -'),
    );
  });
});

describe('smallProbe', () => {
  test('interpolates where it says so', () => {
    expect(smallProbe('interpolating').meanLoss('train')).toBeLessThan(1e-12);
  });

  test('has the loss and gradient of its network: f = 0 where all parameters are zero', () => {
    const probe = smallProbe('collapsed');
    expect(probe.meanLoss('train')).toBe(1);
    expect(inner(probe.gradient(), probe.gradient())).toBe(0);
  });

  test('offers what the variant says', () => {
    expect(smallProbe('bare').model.closedForms).toBeUndefined();
    expect(smallProbe('bare').hessianVectorProduct).toBeUndefined();
    expect(smallProbe('no-products').model.closedForms).toBeDefined();
    expect(smallProbe('no-closed-forms').hessianVectorProduct).toBeDefined();
  });
});
