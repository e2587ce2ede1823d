import type { TopLevelSpec } from 'vega-lite';
import type { Chart, Table } from '../chart.ts';
import { textWidth } from './text-width.ts';

export interface TextTableData {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly table: Table;
}

const rowHeight = 22;

/** Between two columns, in pixels. */
const gap = 22;

/** A table as a picture: right-aligned columns under their headings, with rules above and below as in a paper. */
export function textTable({ name, title, description, table }: TextTableData): Chart {
  const { headings, rows } = table;
  const widths = headings.map((heading, k) =>
    Math.ceil(Math.max(...[heading, ...rows.map((row) => row[k] ?? '')].map(textWidth))),
  );
  const rightEdges = widths.map((_, k) => widths.slice(0, k + 1).reduce((sum, width) => sum + width, k * gap));
  const width = rightEdges.at(-1) ?? 0;
  const height = (rows.length + 1) * rowHeight;
  const cells = [headings, ...rows].flatMap((row, i) =>
    row.map((text, k) => ({ x: rightEdges[k], y: (i + 0.5) * rowHeight, text, heading: i === 0 })),
  );
  const place = (field: string, domain: readonly [number, number]) => ({
    field,
    type: 'quantitative' as const,
    scale: { domain: [...domain], nice: false, zero: false },
    axis: null,
  });
  const spec: TopLevelSpec = {
    description,
    width,
    height,
    encoding: { x: place('x', [0, width]), y: place('y', [height, 0]) },
    layer: [
      {
        data: { values: [0, rowHeight, height].map((y) => ({ x: 0, x2: width, y })) },
        mark: { type: 'rule', style: 'phase', strokeDash: [] },
        encoding: { x2: { field: 'x2' } },
      },
      {
        data: { values: cells },
        mark: { type: 'text', style: 'note', align: 'right', baseline: 'middle' },
        encoding: { text: { field: 'text', type: 'nominal' } },
      },
    ],
  };
  return { name, title, description, spec, table };
}
