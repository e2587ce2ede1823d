import { describe, expect, test } from 'vitest';
import { activeArc, contains } from './active-arc.ts';
import { figure3Study, misplacedSamples } from './figure-3.ts';
import { figureStudies } from './index.ts';
import { circleSamples, memorizingPicture } from './memorizing-picture.ts';

const at = (angle: number) => [Math.cos(angle), Math.sin(angle)] as const;

describe('the arc of a neuron', () => {
  test.each([
    ['half the circle without bias', [0, 2], 0, [0, Math.PI]],
    ['a third', [1, 0], -0.5, [-Math.PI / 3, Math.PI / 3]],
    ['more than half', [-3, 0], 1.5, [Math.PI / 3, (5 * Math.PI) / 3]],
    ['all of it', [1, 0], 1.1, [-Math.PI, Math.PI]],
    ['all of it, whatever the input', [0, 0], 1, [-Math.PI, Math.PI]],
  ] as const)('%s', (_, weights, bias, [from, to]) => {
    const arc = activeArc(weights, bias);
    expect(arc?.from).toBeCloseTo(from, 12);
    expect(arc?.to).toBeCloseTo(to, 12);
  });

  test('none for a neuron that is nowhere active', () => {
    expect(activeArc([0.6, 0.8], -1)).toBeUndefined();
    expect(activeArc([0, 0], 0)).toBeUndefined();
  });

  test('contains the points where the neuron is active, also across the cut of the angle', () => {
    for (let k = 0; k < 200; k++) {
      const weights = [Math.cos(k), 1.3 * Math.sin(2 * k)] as const;
      const bias = Math.sin(3 * k);
      const arc = activeArc(weights, bias);
      for (let angle = 0.01; angle < 7; angle += 0.1) {
        const [x1, x2] = at(angle);
        const active = weights[0] * x1 + weights[1] * x2 + bias > 0;
        expect(arc !== undefined && contains(arc, [x1, x2])).toBe(active);
      }
    }
  });
});

test('a picture shows the samples, each in the middle of its arc', () => {
  const train = circleSamples(6, 3);
  const { samples, arcs } = memorizingPicture(train);
  expect(samples).toHaveLength(6);
  samples.forEach(({ point: [x1, x2], target }, i) => {
    expect(x1).toBe(train.inputs[2 * i]);
    expect(x1 * x1 + x2 * x2).toBeCloseTo(1, 6);
    expect(target).toBeCloseTo(x1 * x2, 6);
    const arc = arcs[i] as { from: number; to: number };
    expect(Math.cos((arc.from + arc.to) / 2)).toBeCloseTo(x1, 5);
    expect(Math.sin((arc.from + arc.to) / 2)).toBeCloseTo(x2, 5);
  });
});

test('misplaced are samples off their arc and on others', () => {
  const sample = (angle: number) => ({ point: at(angle), target: 1 });
  const samples = [sample(0), sample(1)];
  const around = (angle: number, half: number) => ({ from: angle - half, to: angle + half });
  expect(misplacedSamples({ samples, arcs: [around(0, 0.9), around(1, 0.9)] })).toBe(0);
  expect(misplacedSamples({ samples, arcs: [around(0, 1.1), around(1, 0.9)] })).toBe(1);
  expect(misplacedSamples({ samples, arcs: [around(1, 0.5), undefined] })).toBe(3);
});

test('the study needs no training, and its claim holds', async () => {
  expect(figureStudies.fig3?.({ scale: 'quick' }).experiments).toEqual({});
  const { claims, tables } = await figure3Study().conclude({});
  expect(claims.map(({ id, verdict }) => [id, verdict])).toEqual([['fig3/one-sample-on-each-arc', 'holds']]);
  expect(tables[0]?.trimEnd().split('\n')).toHaveLength(9);
});
