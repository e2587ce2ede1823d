import { drawData, rootStream, type Samples } from '@sharpness-lab/core';
import { createPlugin } from '@sharpness-lab/core/testing';
import { uniformBall, xor } from '@sharpness-lab/datasets';
import { describe, expect, test } from 'vitest';
import { separatingDirections } from './extreme-points.ts';

const samplesOf = (points: readonly (readonly number[])[]): Samples => ({
  size: points.length,
  dimension: points[0]?.length as number,
  inputs: Float32Array.from(points.flat()),
  targets: new Float32Array(points.length).fill(1),
});

const rows = ({ size, dimension, inputs }: Samples) =>
  Array.from({ length: size }, (_, i) => [...inputs.subarray(i * dimension, (i + 1) * dimension)]);

const dot = (a: readonly number[], b: readonly number[]) => a.reduce((sum, x, k) => sum + x * (b[k] as number), 0);

/** That every direction given is of unit length and separates its point by its gap, computed anew. */
function expectSeparated(samples: Samples) {
  const points = rows(samples);
  separatingDirections(samples).forEach((direction, i) => {
    if (direction === undefined) return;
    expect(Math.hypot(...direction.vector)).toBeCloseTo(1, 12);
    const heights = points.map((x) => dot(direction.vector, x));
    const others = heights.filter((_, j) => j !== i);
    expect((heights[i] as number) - Math.max(...others)).toBeCloseTo(direction.gap, 10);
    expect(direction.gap).toBeGreaterThan(0);
  });
}

const extremeOf = (samples: Samples) => separatingDirections(samples).map((direction) => direction !== undefined);

/** The vertices of the hull of points of the plane, by Andrew's monotone chain. */
function hullOf(points: readonly (readonly number[])[]): Set<string> {
  const sorted = [...points].sort(([a, b], [c, d]) => (a as number) - (c as number) || (b as number) - (d as number));
  const half = (ordered: readonly (readonly number[])[]) => {
    const chain: (readonly number[])[] = [];
    for (const [x, y] of ordered as readonly [number, number][]) {
      for (;;) {
        const [[ax, ay] = [], [bx, by] = []] = chain.slice(-2) as [number, number][];
        if (bx === undefined || by === undefined || ax === undefined || ay === undefined) break;
        if ((bx - ax) * (y - ay) - (by - ay) * (x - ax) > 0) break;
        chain.pop();
      }
      chain.push([x, y]);
    }
    return chain;
  };
  return new Set([...half(sorted), ...half(sorted.reverse())].map((point) => point.join()));
}

describe('the extreme points', () => {
  test.each([0, 1, 2, 3])('of the plane are the vertices of the hull, seed %d', (seed) => {
    const stream = rootStream(seed);
    const samples = samplesOf(
      Array.from({ length: 40 }, () => [5 * stream.uniform() + 3, 2 * stream.uniform() - 1].map(Math.fround)),
    );
    const hull = hullOf(rows(samples));
    expect(extremeOf(samples)).toEqual(rows(samples).map((point) => hull.has(point.join())));
    expectSeparated(samples);
  });

  test('of the hypercube are all its points, but for repeated ones and planted midpoints', () => {
    const { train } = drawData(createPlugin(xor, { dimension: 12, trainSize: 30, testSize: 1 }), 3);
    expect(extremeOf(train)).toEqual(new Array(30).fill(true));
    expectSeparated(train);
    const points = rows(train);
    const [a, b, c] = points as [number[], number[], number[]];
    const planted = samplesOf([...points, a.map((x, k) => (x + (b[k] as number)) / 2), c]);
    expect(extremeOf(planted)).toEqual([...points.map((_, i) => i !== 2), false, false]);
  });

  test.each<[string, number, readonly (readonly number[])[]]>([
    ['a line, its two ends', 2, Array.from({ length: 100 }, (_, i) => [1, 2, 3, 4].map((x) => x + (i * x) / 64))],
    ['a grid, its four corners', 4, Array.from({ length: 100 }, (_, i) => [i % 10, Math.floor(i / 10)])],
    [
      '{-1, 0, 1}^4, its sixteen corners',
      16,
      Array.from({ length: 81 }, (_, i) => [1, 3, 9, 27].map((power) => (Math.floor(i / power) % 3) - 1)),
    ],
    ['points that all are there twice, none', 0, Array.from({ length: 60 }, (_, i) => [i % 30, (i % 30) ** 2])],
    ['a single point many times, none', 0, Array.from({ length: 20 }, () => [1, 2, 3])],
  ])('of %s', (_, count, points) => {
    const samples = samplesOf(points);
    expect(extremeOf(samples).filter((extreme) => extreme)).toHaveLength(count);
    expectSeparated(samples);
  });

  test('of 100 points of a ball in 10 dimensions are all of them', () => {
    const { train } = drawData(createPlugin(uniformBall, { dimension: 10, trainSize: 100, testSize: 1 }), 0);
    expect(extremeOf(train)).toEqual(new Array(100).fill(true));
    expectSeparated(train);
  });
});
