import { LabError } from '@sharpness-lab/core';
import type { Axis } from '../chart.ts';
import type { Curve, LinesData, Panel, Phase, Point } from './lines.ts';
import type { PanelSize } from './panel-size.ts';
import { drawable, extent } from './scale.ts';
import { textWidth } from './text-width.ts';

/** Colours and dashes can distinguish at most so many curves. */
const mostDistinct = 6;

/** Common properties of the panels of a chart. */
export interface Frame {
  readonly x: Axis;
  readonly size: PanelSize;
  /** Smallest and largest x of all points that are drawn. */
  readonly domain: readonly [number, number];
  /** The phases with a mark: none if there is only one. */
  readonly phases: readonly Phase[];
  /** Of all curves, each once. */
  readonly labels: readonly string[];
  /** Whether each curve has its own colour and dash. */
  readonly distinct: boolean;
  /** The definition of the channels that distinguish curves; null with a single curve and with curves all alike. */
  readonly legend: ReturnType<typeof legendOf> | null;
  /** The panel that declares which curve the legend highlights. */
  readonly firstPanel: Panel;
}

/**
 * @param size of each panel
 * @param columns how many panels stand side by side
 * @throws LabError (config) when no panel has a point to draw
 */
export function frameOf({ title, x, panels, phases = [] }: LinesData, size: PanelSize, columns: number): Frame {
  const drawn = (panel: Panel) => panel.curves.flatMap((curve) => drawablePoints(curve, x, panel.y));
  const firstPanel = panels.find((panel) => drawn(panel).length > 0);
  if (firstPanel === undefined) {
    const axes = [x, ...panels.map(({ y }) => y)].map((axis) => `${axis.title} (${axis.scale})`).join(', ');
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
  const distinct = labels.length <= mostDistinct;
  return {
    x,
    size,
    domain,
    phases: phases.length > 1 ? phases.filter(({ from }) => from <= domain[1]) : [],
    labels,
    distinct,
    legend: distinct && labels.length > 1 ? legendOf(labels, Math.min(columns, panels.length), size.width) : null,
    firstPanel,
  };
}

/** The points of a curve that lie on both axes. */
export function drawablePoints({ points }: Curve, x: Axis, y: Axis): Point[] {
  return points.filter((point) => drawable(point.x, x.scale) && drawable(point.y, y.scale));
}

/** The legend stands above the panels, with as many entries in a row as fit there. */
function legendOf(labels: readonly string[], columns: number, panelWidth: number) {
  const symbol = 48;
  const entry = Math.max(...labels.map(textWidth)) + symbol;
  const room = columns * (panelWidth + 60) - 60;
  return {
    orient: 'top' as const,
    direction: 'horizontal' as const,
    columns: Math.max(1, Math.min(labels.length, Math.floor(room / entry))),
    symbolType: 'stroke',
    symbolSize: 900,
    symbolStrokeWidth: 2,
    labelLimit: 0,
  };
}
