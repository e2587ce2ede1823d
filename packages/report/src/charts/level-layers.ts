import type { Axis, HorizontalAxis } from '../chart.ts';
import { type LabelPlace, levelLabels } from './level-labels.ts';
import type { Curve, Level } from './lines-data.ts';
import type { PanelSize } from './panel-size.ts';
import { drawable, position } from './scale.ts';

interface Axes {
  readonly x: HorizontalAxis;
  readonly y: Axis;
  readonly xDomain: readonly [number, number];
  readonly yDomain: readonly [number, number];
  readonly size: PanelSize;
}

/** Dashed horizontal lines across the panel. Each label is placed where it covers the curves least. */
export function levelLayers(
  levels: readonly Level[],
  curves: readonly Curve[],
  { x, y, xDomain, yDomain, size }: Axes,
) {
  const down = (value: number) => (1 - position(value, yDomain, y.scale)) * size.height;
  const across = (value: number) => position(value, xDomain, x.scale) * size.width;
  const drawn = levels.filter(({ value }) => drawable(value, y.scale));
  if (drawn.length === 0) return [];
  const places = levelLabels(
    drawn.map(({ label, value }) => ({ label, y: down(value) })),
    curves.map(({ points }) => points.map((point) => ({ x: across(point.x), y: down(point.y) }))),
    size,
  );
  return [ruleLayer(drawn, y, size), ...drawn.map((level, k) => textLayer(level, places[k] as LabelPlace, size))];
}

function ruleLayer(levels: readonly Level[], y: Axis, { width }: PanelSize) {
  return {
    data: { values: levels.map(({ label, value }) => ({ label, value })) },
    mark: { type: 'rule' as const, style: 'level', strokeDash: [5, 4], strokeWidth: 1 },
    encoding: {
      x: { value: 0 },
      x2: { value: width },
      y: { field: 'value', type: 'quantitative' as const },
      tooltip: [
        { field: 'label', type: 'nominal' as const, title: 'Level' },
        { field: 'value', type: 'quantitative' as const, title: y.title, format: '.6~g' },
      ],
    },
  };
}

function textLayer({ label, value }: Level, { align, baseline }: LabelPlace, { width }: PanelSize) {
  return {
    data: { values: [{ label, value }] },
    mark: {
      type: 'text' as const,
      style: 'note',
      align,
      baseline,
      dy: baseline === 'bottom' ? -2 : 4,
      limit: width - 8,
    },
    encoding: {
      x: { value: align === 'right' ? width - 4 : 4 },
      y: { field: 'value', type: 'quantitative' as const },
      text: { field: 'label', type: 'nominal' as const },
    },
  };
}
