import { greatest, least } from 'd3-array';
import type { HorizontalAxis } from '../chart.ts';
import type { Point } from './lines-data.ts';
import { drawable, extent, position } from './scale.ts';

/**
 * The visible points of a curve at a width in pixels. A curve with few points stays whole. Of the points in one column
 * of pixels, the first, the last, the lowest and the highest draw the same line as all of them (U. Jugel, Z. Jerzak, G.
 * Hackenbroich and V. Markl, "M4: A Visualization-Oriented Time Series Data Aggregation", VLDB 2014). The ends of the
 * band are thinned in the same way.
 */
export function thinned(points: readonly Point[], { scale }: HorizontalAxis, width: number): readonly Point[] {
  if (points.length <= 4 * width) return points;
  const placed = points.filter(({ x }) => drawable(x, scale));
  const domain = extent(
    placed.map(({ x }) => x),
    scale,
  );
  const columns = new Map<number, Point[]>();
  for (const point of placed) {
    const column = Math.floor(position(point.x, domain, scale) * width);
    const others = columns.get(column);
    if (others === undefined) columns.set(column, [point]);
    else others.push(point);
  }
  const kept = new Set([...columns.values()].flatMap(outline));
  return points.filter((point) => kept.has(point) || !drawable(point.x, scale));
}

function outline(points: readonly Point[]): Point[] {
  // NaN is neither least nor greatest for d3-array, and it is not drawn.
  return [
    points[0],
    points.at(-1),
    greatest(points, ({ y }) => y),
    least(points, ({ y }) => y),
    greatest(points, ({ y, high = y }) => high),
    least(points, ({ y, low = y }) => low),
  ].filter((point) => point !== undefined);
}
