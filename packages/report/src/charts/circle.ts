import type { TopLevelSpec } from 'vega-lite';
import type { Chart } from '../chart.ts';
import { digits } from './digits.ts';

/** A stretch of the unit circle, counterclockwise between two angles in radians, from < to <= from + 2 pi. */
export interface Arc {
  readonly from: number;
  readonly to: number;
}

/** Samples on the unit circle with their targets, and the arc on which the neuron of each is active. */
export interface CircleData {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly samples: readonly { readonly point: readonly [number, number]; readonly target: number }[];
  /** Undefined for a neuron that is never active. */
  readonly arcs: readonly (Arc | undefined)[];
}

/** The side of the picture in pixels. The narrow one fits a phone. */
const sides = { wide: 320, narrow: 290 };

/** Radii in units of the circle's radius. */
const radii = { firstArc: 1.1, betweenArcs: 0.09, firstNumber: 0.89, betweenNumbers: 0.08, edge: 1.3 };

/** The angle between two points of a drawn arc. At 320 pixels no corner is visible. */
const STEP = Math.PI / 90;

/**
 * The unit circle with samples on it, and outside it the arc on which each sample's neuron is active. Neighbouring arcs
 * have different radii, so that they can be told apart where they overlap; the sign of a sample's target is told by
 * colour and shape.
 */
export function circle({ name, title, description, samples, arcs }: CircleData): Chart {
  const rings = ringsOf(samples.map(({ point: [x1, x2] }) => Math.atan2(x2, x1)));
  const radius = (i: number) => radii.firstArc + (rings[i] as number) * radii.betweenArcs;
  const signs = [...new Set(samples.map(({ target }) => signOf(target)))].sort().reverse();
  const points = samples.map(({ point: [x, y], target }, i) => ({ sample: i + 1, x, y, target, sign: signOf(target) }));
  const sign = { field: 'sign', type: 'nominal' as const, title: null, scale: { domain: signs } };
  const legend = { orient: 'top' as const, direction: 'horizontal' as const, labelLimit: 0 };
  const position = { type: 'quantitative' as const, scale: { domain: [-radii.edge, radii.edge] }, axis: null };
  const axisLabels = [
    { x: 0.45, y: -0.07, text: 'x[1]' },
    { x: 0.1, y: 0.45, text: 'x[2]' },
  ];
  const specOf = (side: number): TopLevelSpec => ({
    description,
    width: side,
    height: side,
    encoding: { x: { field: 'x', ...position }, y: { field: 'y', ...position } },
    layer: [
      {
        data: {
          values: [
            { x: -1, y: 0, x2: 1, y2: 0 },
            { x: 0, y: -1, x2: 0, y2: 1 },
          ],
        },
        mark: { type: 'rule', style: 'phase', opacity: 0.5 },
        encoding: { x2: { field: 'x2' }, y2: { field: 'y2' } },
      },
      {
        data: { values: along({ from: 0, to: 2 * Math.PI }, 1) },
        mark: { type: 'line', style: 'phase', strokeWidth: 1 },
        encoding: { order: { field: 'order' } },
      },
      { data: { values: axisLabels }, mark: { type: 'text', style: 'note' }, encoding: { text: { field: 'text' } } },
      {
        data: {
          values: arcs.flatMap((arc, i) =>
            arc === undefined
              ? []
              : along(arc, radius(i)).map((place) => ({ ...place, neuron: i + 1, sign: points[i]?.sign })),
          ),
        },
        mark: { type: 'line', strokeWidth: 4, strokeCap: 'round' },
        encoding: { order: { field: 'order' }, detail: { field: 'neuron' }, color: { ...sign, legend } },
      },
      {
        data: { values: points },
        mark: { type: 'point', filled: true, size: 90, opacity: 1 },
        encoding: {
          color: { ...sign, legend },
          shape: { ...sign, legend },
          tooltip: [
            { field: 'sample', type: 'quantitative', title: 'Sample' },
            { field: 'x', type: 'quantitative', title: 'x[1]', format: '.3~g' },
            { field: 'y', type: 'quantitative', title: 'x[2]', format: '.3~g' },
            { field: 'target', type: 'quantitative', title: 'Target y', format: '.3~g' },
          ],
        },
      },
      {
        data: {
          values: points.map(({ x, y, sample }, i) => {
            const inside = radii.firstNumber - (rings[i] as number) * radii.betweenNumbers;
            return { x: inside * x, y: inside * y, sample };
          }),
        },
        mark: { type: 'text', style: 'note' },
        encoding: { text: { field: 'sample' } },
      },
    ],
  });
  const degrees = (radians: number | undefined) => (radians === undefined ? '' : digits((radians * 180) / Math.PI));
  return {
    name,
    title,
    description,
    spec: specOf(sides.wide),
    narrow: specOf(sides.narrow),
    table: {
      headings: ['Sample and neuron', 'x[1]', 'x[2]', 'Target y', 'Active from (degrees)', 'to (degrees)'],
      rows: points.map(({ sample, x, y, target }, i) => [
        `${sample}`,
        digits(x),
        digits(y),
        digits(target),
        degrees(arcs[i]?.from),
        degrees(arcs[i]?.to),
      ]),
    },
  };
}

const signOf = (target: number) => (target > 0 ? 'target y > 0' : target < 0 ? 'target y < 0' : 'target y = 0');

/** Rings 0 and 1 by turns around the circle, and 2 for the last of an odd number, between a 0 and a 0. */
function ringsOf(angles: readonly number[]): number[] {
  const around = angles.map((_, i) => i).sort((i, k) => (angles[i] as number) - (angles[k] as number));
  const rings = new Array<number>(angles.length).fill(0);
  around.forEach((i, place) => {
    rings[i] = angles.length % 2 === 1 && place === angles.length - 1 && place > 0 ? 2 : place % 2;
  });
  return rings;
}

/** Points of an arc with some radius around the origin, including both ends. */
function along({ from, to }: Arc, radius: number): { x: number; y: number; order: number }[] {
  const count = Math.max(1, Math.ceil((to - from) / STEP));
  return Array.from({ length: count + 1 }, (_, order) => {
    const angle = from + ((to - from) * order) / count;
    return { x: radius * Math.cos(angle), y: radius * Math.sin(angle), order };
  });
}
