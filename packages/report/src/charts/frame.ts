import { LabError } from '@sharpness-lab/core';
import type { Axis, HorizontalAxis } from '../chart.ts';
import { colorScale, distinguishable, type Key, legendOf } from './legend.ts';
import type { Curve, LinesData, Panel, Phase, Point } from './lines-data.ts';
import type { PanelSize } from './panel-size.ts';
import { drawable, extent } from './scale.ts';

/** The bands of more curves would hide each other. */
const MOST_BANDS = 4;

/** Entries of a legend that show lines. */
const stroke = { symbolType: 'stroke', symbolSize: 900, symbolStrokeWidth: 2 };

/** Common properties of the panels of a chart. */
export interface Frame {
  readonly x: HorizontalAxis;
  readonly size: PanelSize;
  /** Smallest and largest x of all points that are drawn. */
  readonly domain: readonly [number, number];
  /** The phases with a mark: none if there is only one. */
  readonly phases: readonly Phase[];
  /** Of all curves, each once. */
  readonly labels: readonly string[];
  /** What tells the curves apart. */
  readonly key: Key;
  /** Whether each curve has its own colour and, unless they are ordered, its own dash. */
  readonly distinct: boolean;
  /** How curves with a band show it: along the curve or, where there are many, as a bar at its end. */
  readonly spread: 'band' | 'bar';
  /** The scale of the colours of the curves. */
  readonly colors: ReturnType<typeof colorScale>;
  /** The definition of the channels that distinguish curves; null with a single curve and with curves all alike. */
  readonly legend: (ReturnType<typeof legendOf> & typeof stroke) | null;
  /** The panel that declares which curve the legend highlights. */
  readonly firstPanel: Panel;
}

/**
 * @param size of each panel
 * @param columns how many panels stand side by side
 * @throws LabError (config) when no panel has a point to draw
 */
export function frameOf(data: LinesData, size: PanelSize, columns: number): Frame {
  const { title, x, panels, phases = [], key = {} } = data;
  const drawn = (panel: Panel) => panel.curves.flatMap((curve) => drawablePoints(curve, x, panel.y));
  const firstPanel = panels.find((panel) => drawn(panel).length > 0);
  if (firstPanel === undefined) {
    const axes = [x, ...panels.map(({ y }) => y)].map((axis) => `${axis.title} (${scaleText(axis)})`).join(', ');
    throw new LabError(
      'config',
      `"${title}" has nothing to draw: no point is finite, and positive on log axes. Its axes: ${axes}.`,
    );
  }
  const domain = extent(
    panels.flatMap(drawn).map((point) => point.x),
    x.scale,
  );
  const labels = [...new Set(panels.flatMap(({ curves }) => curves.map(({ label }) => label)))];
  const distinct = distinguishable(labels, key);
  const banded = new Set(
    panels.flatMap(({ curves }) => curves.filter(({ points }) => points.some(hasBand)).map(({ label }) => label)),
  );
  const spread = banded.size > MOST_BANDS ? 'bar' : 'band';
  const across = Math.min(columns, panels.length);
  return {
    x,
    size,
    domain,
    phases: phases.length > 1 ? phases.filter(({ from }) => from <= domain[1]) : [],
    labels,
    key,
    distinct,
    spread,
    colors: colorScale(labels, key),
    legend:
      distinct && labels.length > 1
        ? {
            ...legendOf(
              labels,
              across * (size.width + 60) - 60,
              48,
              key,
              spread === 'bar' ? barsNote(panels) : undefined,
            ),
            ...stroke,
          }
        : null,
    firstPanel,
  };
}

/** The points of a curve that lie on both axes. */
export function drawablePoints({ points }: Curve, x: HorizontalAxis, y: Axis): Point[] {
  return points.filter((point) => drawable(point.x, x.scale) && drawable(point.y, y.scale));
}

/** What the bars at the ends of curves are. The axis of an estimate says that its are standard errors. */
function barsNote(panels: readonly Panel[]): string {
  const points = panels.flatMap(({ curves }) => curves.flatMap((curve) => curve.points));
  return points.some(({ standardError }) => standardError !== undefined)
    ? 'bars: spread at the end'
    : 'bars: smallest to largest seed at the end';
}

const hasBand = ({ low, high }: Point) => low !== undefined && high !== undefined && high > low;

const scaleText = ({ scale }: Pick<HorizontalAxis, 'scale'>) => (typeof scale === 'string' ? scale : 'log from 0');
