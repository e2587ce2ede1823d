import type { TopLevelSpec } from 'vega-lite';
import type { Axis, Chart, Table } from '../chart.ts';
import { bandLayer, barLayers, circleLayer, dotLayer, lineLayer, pointLayer, type Row } from './curve-layers.ts';
import { digits } from './digits.ts';
import { drawablePoints, type Frame, frameOf } from './frame.ts';
import { levelLayers } from './level-layers.ts';
import type { Curve, LinesData, Panel, Point } from './lines-data.ts';
import { narrowPanel, type PanelSize, panelSize } from './panel-size.ts';
import { phaseLayers } from './phase-layers.ts';
import { drawable, paddedExtent, positional } from './scale.ts';
import { thinned } from './thinned.ts';

/**
 * Curves in panels that share an x axis. Points that do not lie on an axis (not finite, or not positive on a log axis)
 * are left out of the picture and kept in the table. A panel without points says so. A curve with more points than
 * pixels is thinned out, without a visible change.
 *
 * @throws LabError (config) when no panel has a point to draw
 */
export function lines(all: LinesData): Chart {
  const panels = all.panels.map((panel) => ({
    ...panel,
    curves: panel.curves.map(({ label, points }) => ({
      label,
      points: thinned(points, all.x, panelSize.width).map(inRange(panel.y)),
    })),
  }));
  const data = { ...all, panels };
  const { name, title, description, columns = 2 } = data;
  return {
    name,
    title,
    description,
    spec: specOf(data, panelSize, columns),
    narrow: specOf(data, narrowPanel, 1),
    table: tableOf(data),
  };
}

function specOf(data: LinesData, size: PanelSize, columns: number): TopLevelSpec {
  const frame = frameOf(data, size, columns);
  return {
    description: data.description,
    columns,
    spacing: 24,
    concat: data.panels.map((panel) => panelOf(panel, frame)),
    resolve: { scale: { color: 'shared', strokeDash: 'shared', fill: 'shared' } },
  };
}

function panelOf(panel: Panel, frame: Frame) {
  const { y, curves, levels = [] } = panel;
  const { size } = frame;
  const drawn = curves.map((curve) => ({ ...curve, points: drawablePoints(curve, frame.x, y) }));
  const values = [
    ...drawn.flatMap(({ points }) =>
      points.flatMap(({ y: value, low = value, high = value }, k) =>
        frame.spread === 'band' || k === points.length - 1 ? [value, low, high] : [value],
      ),
    ),
    ...levels.map(({ value }) => value),
  ].filter((value) => drawable(value, y.scale));
  if (drawn.every(({ points }) => points.length === 0)) return emptyPanel(y, size);
  const domain = paddedExtent(values, y);
  const rows = rowsOf(drawn, y, domain);
  const banded = rows.filter(({ low, high }) => low !== undefined && high !== undefined);
  const alone = rowsOf(
    drawn.filter(({ points }) => points.length === 1),
    y,
    domain,
  );
  return {
    ...size,
    data: { values: rows },
    encoding: {
      x: { field: 'x', ...positional(frame.x, frame.domain, size.width) },
      y: { field: 'y', ...positional(y, domain, size.height) },
    },
    layer: [
      ...(banded.length > 0 && frame.spread === 'band' ? [bandLayer(frame)] : []),
      ...phaseLayers(frame),
      ...levelLayers(levels, drawn, { x: frame.x, y, xDomain: frame.domain, yDomain: domain, size }),
      lineLayer(frame, panel === frame.firstPanel),
      ...(alone.length > 0 ? [dotLayer(frame, alone)] : []),
      ...(rows.some(isOpen) ? [circleLayer(frame)] : []),
      ...(banded.length > 0 && frame.spread === 'bar' && frame.distinct ? barLayers(frame, y, rows) : []),
      ...(banded.length > 0 ? [pointLayer(frame, y, true)] : []),
      ...(banded.length < rows.length ? [pointLayer(frame, y, false)] : []),
    ],
  };
}

const isOpen = ({ converged }: Point) => converged === false;

/** A point whose band ends where the range of its axis does. */
const inRange =
  ({ range: { min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY } = {} }: Axis) =>
  ({ low, high, ...point }: Point): Point => ({
    ...point,
    ...(low === undefined ? {} : { low: Math.max(min, low) }),
    ...(high === undefined ? {} : { high: Math.min(max, high) }),
  });

function rowsOf(curves: readonly Curve[], y: Axis, domain: readonly [number, number]): Row[] {
  return curves.flatMap(({ label, points }) =>
    points.map((point) => ({
      curve: label,
      ...point,
      // A band that leaves a log axis ends at the edge of the panel.
      ...(point.low === undefined ? {} : { bandLow: drawable(point.low, y.scale) ? point.low : domain[0] }),
    })),
  );
}

function emptyPanel({ title, scale }: Axis, size: PanelSize) {
  const missing = scale === 'log' ? 'no values above 0' : 'no values';
  return {
    ...size,
    view: { style: 'empty' },
    data: { values: [{ text: `${title}: ${missing}` }] },
    mark: { type: 'text' as const, style: 'note', limit: size.width },
    encoding: {
      x: { value: size.width / 2 },
      y: { value: size.height / 2 },
      text: { field: 'text', type: 'nominal' as const },
    },
  };
}

function tableOf({ x, panels, key = {} }: LinesData): Table {
  const cell = (value: number | undefined) => (value === undefined ? '' : digits(value));
  const open = panels.some(({ curves }) => curves.some(({ points }) => points.some(isOpen)));
  const note = (text: string) => (open ? [text] : []);
  return {
    headings: ['Panel', key.title ?? 'Curve', x.title, 'Mean', 'Band from', 'Band to', ...note('Note')],
    rows: panels.flatMap(({ y, curves, levels = [] }) => [
      ...curves.flatMap(({ label, points }) =>
        points.map((point) => [
          ...[y.title, label, digits(point.x), digits(point.y), cell(point.low), cell(point.high)],
          ...note(isOpen(point) ? 'not converged' : ''),
        ]),
      ),
      ...levels.map(({ label, value }) => [y.title, label, '', digits(value), '', '', ...note('')]),
    ]),
  };
}
