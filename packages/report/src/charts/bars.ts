import { LabError } from '@sharpness-lab/core';
import type { TopLevelSpec } from 'vega-lite';
import type { Axis, Chart } from '../chart.ts';
import { digits } from './digits.ts';
import { narrowPanel, panelSize } from './panel-size.ts';
import { drawable, paddedExtent, positional } from './scale.ts';
import { textWidth } from './text-width.ts';

export interface BarsData {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  /** Title of the axis with the names or numbers of the bars. */
  readonly x: string;
  readonly y: Axis;
  /** Bars of several series with the same x stand side by side. */
  readonly series: readonly Series[];
}

export interface Series {
  readonly label: string;
  readonly values: readonly { readonly x: number | string; readonly y: number }[];
}

const { height } = panelSize;

/** Bars are narrower where there are many, so that a chart stays between one panel wide and two. */
const widths = { least: panelSize.width, most: 660, bar: 22 };

/**
 * Vertical bars over names or whole numbers, in the order in which these come first in the data. On a linear axis they
 * stand on 0, on a log axis on the bottom of the panel. Values without a place on the axis (not finite, or not
 * positive on a log axis) have no bar and stay in the table.
 *
 * @throws LabError (config) when no value has a bar
 */
export function bars({ name, title, description, x, y, series }: BarsData): Chart {
  const rows = series.flatMap(({ label, values }) => values.map((value) => ({ series: label, ...value })));
  const drawn = rows.filter((row) => drawable(row.y, y.scale));
  if (drawn.length === 0) {
    throw new LabError('config', `"${title}" has nothing to draw: no value of ${y.title} fits a ${y.scale} axis.`);
  }
  const places = [...new Set(rows.map((row) => row.x))];
  const labels = series.map(({ label }) => label);
  const domain = domainOf(
    drawn.map((row) => row.y),
    y.scale,
  );
  const several = labels.length > 1;
  const sideBySide = places.length < rows.length;
  const wide = places.length * ((sideBySide ? labels.length : 1) + 0.5) * widths.bar;
  const specOf = (width: number): TopLevelSpec => ({
    description,
    width,
    height,
    data: { values: drawn },
    mark: { type: 'bar' },
    encoding: {
      x: {
        field: 'x',
        type: 'ordinal',
        title: x,
        sort: null,
        scale: { domain: [...places], paddingInner: 0.25, paddingOuter: 0.15 },
        axis: { grid: false, ...labelsOf(places, width) },
      },
      y: { field: 'y', ...positional(y, domain, height) },
      y2: { datum: y.scale === 'log' ? domain[0] : 0 },
      color: {
        field: 'series',
        type: 'nominal',
        title: null,
        scale: { domain: labels },
        legend: several ? { orient: 'top', direction: 'horizontal', symbolType: 'square', labelLimit: 0 } : null,
      },
      ...(sideBySide ? { xOffset: { field: 'series', type: 'nominal' as const, scale: { domain: labels } } } : {}),
      tooltip: [
        ...(several ? [{ field: 'series', type: 'nominal' as const, title: 'Series' }] : []),
        { field: 'x', type: 'ordinal', title: x },
        { field: 'y', type: 'quantitative', title: y.title, format: '.6~g' },
      ],
    },
  });
  const table = {
    headings: ['Series', x, y.title],
    rows: rows.map((row) => [row.series, `${row.x}`, digits(row.y)]),
  };
  return {
    name,
    title,
    description,
    spec: specOf(Math.round(Math.min(widths.most, Math.max(widths.least, wide)))),
    narrow: specOf(narrowPanel.width),
    table,
  };
}

/** The range of the axis. A linear axis contains 0, and has no margin on a side without bars. */
function domainOf(values: readonly number[], scale: Axis['scale']): [number, number] {
  if (scale === 'log') return paddedExtent(values, { scale });
  const [low, high] = [Math.min(0, ...values), Math.max(0, ...values)];
  if (low === high) return [0, 1];
  const air = (high - low) * 0.05;
  return [low < 0 ? low - air : 0, high > 0 ? high + air : 0];
}

/** Names that do not fit beside each other are slanted; of numbers that do not fit, some are left out. */
function labelsOf(places: readonly (number | string)[], width: number) {
  if (places.every((place) => typeof place === 'number')) return { labelAngle: 0, labelOverlap: true };
  const room = width / places.length;
  const fit = places.every((place) => textWidth(`${place}`) + 6 <= room);
  return { labelAngle: fit ? 0 : -45, labelOverlap: false };
}
