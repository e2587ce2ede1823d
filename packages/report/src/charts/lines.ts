import { LabError } from '@sharpness-lab/core';
import type { TopLevelSpec } from 'vega-lite';
import type { Axis, Chart, Table } from '../chart.ts';
import { digits } from './digits.ts';
import { levelLabels } from './level-labels.ts';
import { drawable, extent, paddedExtent, position, ticks } from './scale.ts';

/** Means over seeds in the order of x, with the smallest and largest of them where there were several. */
export interface Curve {
  readonly label: string;
  readonly points: readonly Point[];
}

interface Point {
  readonly x: number;
  readonly y: number;
  readonly low?: number;
  readonly high?: number;
}

/** A lower bound or another value to hold curves against. */
export interface Level {
  readonly label: string;
  readonly value: number;
}

export interface Panel {
  readonly y: Axis;
  readonly curves: readonly Curve[];
  readonly levels?: readonly Level[];
}

export interface LinesData {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  /** Of all panels. */
  readonly x: Axis;
  readonly panels: readonly Panel[];
  /** Parts of the x axis in order, each from where it begins; a single one is not worth a mark. */
  readonly phases?: readonly Phase[];
  /** Panels side by side, 2 unless told otherwise. */
  readonly columns?: number;
}

interface Phase {
  readonly label: string;
  readonly from: number;
}

/** Of a panel, in pixels. */
const size = { width: 300, height: 190 };

/** More curves than these cannot be told apart by colour and dashes. */
const most = 6;

/** One for each of the six colours, so that curves differ in black and white too. */
const dashes = [
  [1, 0],
  [7, 3],
  [2, 2],
  [8, 2, 2, 2],
  [12, 3],
  [4, 4],
];

/**
 * Curves in panels that share an x axis. Points without a place on an axis (not finite, or not positive on a log axis)
 * are left out of the picture and kept in the table; a panel that none are left for says so.
 *
 * @throws LabError (config) when no panel has a point to draw
 */
export function lines(data: LinesData): Chart {
  const { name, title, description, columns = 2 } = data;
  const frame = frameOf(data);
  const spec: TopLevelSpec = {
    description,
    columns,
    spacing: 28,
    concat: data.panels.map((panel, k) => panelOf(panel, k, frame)),
    resolve: { scale: { color: 'shared', strokeDash: 'shared' } },
    ...(frame.legend ? { config: { legend: legendOf(frame.labels, Math.min(columns, data.panels.length)) } } : {}),
  };
  return { name, title, description, spec, table: tableOf(data) };
}

/** What the panels have in common. */
interface Frame {
  readonly x: Axis;
  readonly domain: [number, number];
  readonly phases: readonly Phase[];
  /** Of all curves, each once. */
  readonly labels: readonly string[];
  readonly legend: boolean;
}

function frameOf({ title, x, panels, phases = [] }: LinesData): Frame {
  const points = panels.flatMap((panel) => panel.curves.flatMap((curve) => drawablePoints(curve, x, panel.y)));
  if (points.length === 0) {
    const axes = [x, ...panels.map(({ y }) => y)].map((axis) => `"${axis.title}" (${axis.scale})`).join(', ');
    throw new LabError('config', `"${title}" has nothing to draw: no curve has a point with a place on ${axes}.`);
  }
  const domain = extent(
    points.map((point) => point.x),
    x.scale,
  );
  const labels = [...new Set(panels.flatMap(({ curves }) => curves.map(({ label }) => label)))];
  return {
    x,
    domain,
    phases: phases.slice(1).filter(({ from }) => from >= domain[0] && from <= domain[1]),
    labels,
    legend: labels.length > 1 && labels.length <= most,
  };
}

const drawablePoints = ({ points }: Curve, x: Axis, y: Axis) =>
  points.filter((point) => drawable(point.x, x.scale) && drawable(point.y, y.scale));

function panelOf(panel: Panel, index: number, frame: Frame) {
  const curves = panel.curves.map((curve) => ({ ...curve, points: drawablePoints(curve, frame.x, panel.y) }));
  const values = curves.flatMap(({ points }) => points.flatMap(({ y, low = y, high = y }) => [y, low, high]));
  const levels = (panel.levels ?? []).filter(({ value }) => drawable(value, panel.y.scale));
  const drawn = [...values, ...levels.map(({ value }) => value)].filter((value) => drawable(value, panel.y.scale));
  if (values.length === 0) return emptyPanel(panel.y, frame);
  const domain = paddedExtent(drawn, panel.y.scale);
  const rows = curves.flatMap(({ label, points }) =>
    points.map(({ x, y, low, high }) => ({
      curve: label,
      x,
      y,
      // A band that leaves a log axis goes on to the panel's edge.
      ...(low === undefined ? {} : { low, bandLow: drawable(low, panel.y.scale) ? low : domain[0] }),
      ...(high === undefined ? {} : { high }),
    })),
  );
  return {
    ...size,
    data: { values: rows },
    encoding: {
      x: { field: 'x', ...positional(frame.x, frame.domain, 5) },
      y: { field: 'y', ...positional(panel.y, domain, 6) },
    },
    layer: [
      ...(rows.some(({ low, high }) => low !== undefined && high !== undefined) ? [bandLayer(frame)] : []),
      ...phaseLayers(frame),
      ...levelLayers(levels, curves, panel.y, domain, frame),
      lineLayer(index, frame),
      pointLayer(frame, panel.y),
    ],
  };
}

/** A quantitative channel over a given domain, with ticks and labels that do not depend on what draws them. */
function positional({ title, scale }: Axis, domain: readonly [number, number], count: number) {
  const { values, labels } = ticks(domain, scale, count);
  const texts = Object.fromEntries(values.map((value, k) => [`${value}`, labels[k]]));
  return {
    type: 'quantitative' as const,
    title,
    scale: { type: scale, domain: [...domain], nice: false },
    axis: { values: [...values], labelExpr: `(${JSON.stringify(texts)})[datum.value]`, labelOverlap: true },
  };
}

const isHighlighted = (low: number, high: number) => ({
  condition: { param: 'highlight', empty: true, value: high },
  value: low,
});

/** The channel by which a curve has its colour, and the legend its entries. */
function byCurve(labels: readonly string[]) {
  return { field: 'curve', type: 'nominal' as const, title: null, scale: { domain: [...labels] } };
}

function bandLayer({ labels, legend }: Frame) {
  return {
    transform: [{ filter: 'isValid(datum.low) && isValid(datum.high)' }],
    mark: {
      type: 'area' as const,
      clip: true,
      tooltip: false,
      ...(labels.length > most ? { style: 'muted-band' } : {}),
    },
    encoding: {
      y: { field: 'bandLow', type: 'quantitative' as const },
      y2: { field: 'high' },
      detail: { field: 'curve', type: 'nominal' as const },
      // Not the colour channel: the legend is to show the curves' strokes alone.
      ...(labels.length > most ? {} : { fill: { ...byCurve(labels), legend: null } }),
      fillOpacity: legend ? isHighlighted(0.04, 0.18) : { value: 0.18 },
    },
  };
}

function lineLayer(index: number, { labels, legend }: Frame) {
  if (labels.length > most) {
    return {
      mark: { type: 'line' as const, clip: true, strokeWidth: 1, style: 'muted' },
      encoding: { detail: { field: 'curve', type: 'nominal' as const } },
    };
  }
  const range = dashes.slice(0, labels.length);
  return {
    mark: { type: 'line' as const, clip: true, strokeWidth: 2 },
    ...(legend && index === 0
      ? {
          params: [
            { name: 'highlight', select: { type: 'point' as const, fields: ['curve'] }, bind: 'legend' as const },
          ],
        }
      : {}),
    encoding: {
      color: { ...byCurve(labels), ...(legend ? {} : { legend: null }) },
      strokeDash: { ...byCurve(labels), scale: { domain: [...labels], range }, ...(legend ? {} : { legend: null }) },
      ...(legend ? { opacity: isHighlighted(0.15, 1) } : {}),
    },
  };
}

/** Unseen points under the pointer, for tooltips. */
function pointLayer({ x }: Frame, y: Axis) {
  const number = (field: string, title: string) => ({ field, type: 'quantitative' as const, title, format: '.6~g' });
  return {
    mark: { type: 'point' as const, filled: true, size: 80, opacity: 0, clip: true },
    encoding: {
      detail: { field: 'curve', type: 'nominal' as const },
      tooltip: [
        { field: 'curve', type: 'nominal' as const, title: 'Curve' },
        { ...number('x', x.title), format: ',~r' },
        number('y', y.title),
        number('low', 'Lowest'),
        number('high', 'Highest'),
      ],
    },
  };
}

/** A thin dotted line where each next phase begins, and above the panel what the phase is called. */
function phaseLayers({ phases, x, domain }: Frame) {
  return phases.flatMap(({ label, from }) => {
    const at = position(from, domain, x.scale);
    return [
      {
        data: { values: [{ x: from }] },
        mark: { type: 'rule' as const, style: 'phase', strokeDash: [1, 3], strokeWidth: 1 },
        encoding: { x: { field: 'x', type: 'quantitative' as const }, y: { value: 0 }, y2: { value: size.height } },
      },
      {
        data: { values: [{ label, x: from }] },
        mark: {
          type: 'text' as const,
          style: 'note',
          align: at < 0.25 ? ('left' as const) : at > 0.75 ? ('right' as const) : ('center' as const),
          baseline: 'bottom' as const,
          dy: -3,
        },
        encoding: {
          x: { field: 'x', type: 'quantitative' as const },
          y: { value: 0 },
          text: { field: 'label', type: 'nominal' as const },
        },
      },
    ];
  });
}

/** Dashed horizontals with their labels, each where it covers the fewest points of curves. */
function levelLayers(
  levels: readonly Level[],
  curves: readonly Curve[],
  y: Axis,
  domain: readonly [number, number],
  { x, domain: xDomain }: Frame,
) {
  const pixels = curves.map(({ points }) =>
    points.map((point) => ({
      x: position(point.x, xDomain, x.scale) * size.width,
      y: (1 - position(point.y, domain, y.scale)) * size.height,
    })),
  );
  const lines = levels.map(({ label, value }) => ({
    label,
    y: (1 - position(value, domain, y.scale)) * size.height,
  }));
  const places = levelLabels(lines, pixels, size);
  return levels.flatMap(({ label, value }, k) => {
    const { align, baseline } = places[k] as (typeof places)[number];
    return [
      {
        data: { values: [{ label, y: value }] },
        mark: { type: 'rule' as const, style: 'level', strokeDash: [5, 4], strokeWidth: 1 },
        encoding: {
          x: { value: 0 },
          x2: { value: size.width },
          y: { field: 'y', type: 'quantitative' as const },
          tooltip: [
            { field: 'label', type: 'nominal' as const, title: 'Level' },
            { field: 'y', type: 'quantitative' as const, title: y.title, format: '.6~g' },
          ],
        },
      },
      {
        data: { values: [{ label, y: value }] },
        mark: {
          type: 'text' as const,
          style: 'note',
          align,
          baseline,
          dx: align === 'right' ? -4 : 4,
          dy: baseline === 'bottom' ? -2 : 3,
        },
        encoding: {
          x: { value: align === 'right' ? size.width : 0 },
          y: { field: 'y', type: 'quantitative' as const },
          text: { field: 'label', type: 'nominal' as const },
        },
      },
    ];
  });
}

function emptyPanel(y: Axis, { x, domain }: Frame) {
  const yDomain: [number, number] = y.scale === 'log' ? [0.1, 10] : [0, 1];
  return {
    ...size,
    data: { values: [{ x: domain[0], y: yDomain[0], label: y.scale === 'log' ? 'no values above 0' : 'no values' }] },
    mark: { type: 'text' as const, style: 'note' },
    encoding: {
      x: { value: size.width / 2 },
      y: { value: size.height / 2 },
      text: { field: 'label', type: 'nominal' as const },
    },
    title: { text: y.title, anchor: 'start' as const },
    view: { stroke: null },
    name: `empty-${x.scale}`,
  };
}

/** Below the panels, in as many columns as their labels leave room for. */
function legendOf(labels: readonly string[], columns: number) {
  const entry = Math.max(...labels.map((label) => label.length)) * 6.5 + 60;
  const room = columns * (size.width + 60);
  return {
    orient: 'top' as const,
    direction: 'horizontal' as const,
    columns: Math.max(1, Math.min(labels.length, Math.floor(room / entry))),
    symbolType: 'stroke',
    symbolSize: 700,
    symbolStrokeWidth: 2,
    labelLimit: 0,
  };
}

function tableOf({ x, panels }: LinesData): Table {
  const cell = (value: number | undefined) => (value === undefined ? '' : digits(value));
  return {
    headings: ['Panel', 'Curve', x.title, 'Mean', 'Lowest', 'Highest'],
    rows: panels.flatMap(({ y, curves, levels = [] }) => [
      ...curves.flatMap(({ label, points }) =>
        points.map((point) => [y.title, label, digits(point.x), digits(point.y), cell(point.low), cell(point.high)]),
      ),
      ...levels.map(({ label, value }) => [y.title, label, 'all', digits(value), '', '']),
    ]),
  };
}
