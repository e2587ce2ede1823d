import { LabError } from '@sharpness-lab/core';
import { parse, View } from 'vega';
import { compile, type TopLevelSpec } from 'vega-lite';
import { expect, test } from 'vitest';
import { themed, themes } from '../theme.ts';
import { type ScatterData, scatter } from './scatter.ts';

const flatness: ScatterData = {
  name: 'flatness',
  title: 'Flatness',
  description: 'The flatter, the better.',
  x: { title: 'Hessian trace Tr H', scale: 'log' },
  y: { title: 'test accuracy', scale: 'linear', range: { min: 0, max: 1 } },
  key: { title: 'rho', ordered: true },
  groups: [
    { label: '0.01', points: [{ label: 'seed 0', x: 100, y: 0.6 }] },
    {
      label: '0.05',
      points: [
        { label: 'seed 0', x: 10, y: 0.8 },
        { label: 'seed 1', x: -1, y: 0.7 },
      ],
    },
    { label: '0.1', points: [{ label: 'seed 0', x: 1, y: 1 }] },
  ],
  note: 'Kendall τ −1.00',
};

async function drawn(spec: TopLevelSpec | undefined, act: (view: View) => void = () => {}): Promise<string> {
  const fail = (...messages: readonly unknown[]): never => {
    throw new Error(messages.join(' '));
  };
  const logger = { error: fail, warn: fail, info: () => logger, debug: () => logger, level: () => logger };
  const options = { logger: logger as never };
  const view = new View(parse(compile(themed(spec as TopLevelSpec, themes.light), options).spec), { renderer: 'none' });
  await view.runAsync();
  act(view);
  return view.toSVG();
}

/** Places and colours of the points, without those of the legend. */
const pointsOf = (svg: string) =>
  [...svg.matchAll(/aria-roledescription="point" transform="translate\(([\d.]+),([\d.]+)\)"[^>]* fill="([^"]+)"/g)].map(
    ([, x, y, fill]) => ({ x: Number(x), y: Number(y), fill }),
  );

test('points stand where both numbers are, in shades of their order; what has no place is in the table only', async () => {
  const svg = await drawn(scatter(flatness).spec);
  const points = pointsOf(svg);
  const { shades } = themes.light;
  expect(points.map(({ fill }) => fill)).toEqual([shades[0], shades[12], shades[24]]);
  // On a log axis, 10 is in the middle of 1 and 100.
  const [left, middle, right] = points.map(({ x }) => x).sort((a, b) => a - b) as [number, number, number];
  expect(middle - left).toBeCloseTo(right - middle, 6);
  expect(points[1]?.x).toBe(middle);
  // The axis ends at 1.
  expect(points[2]?.y).toBe(0);
  expect(svg).not.toContain('NaN');
  expect(svg).toContain('Kendall τ −1.00');
  expect(scatter(flatness).table).toEqual({
    headings: ['rho', 'Point', 'Hessian trace Tr H', 'test accuracy'],
    rows: [
      ['0.01', 'seed 0', '100', '0.6'],
      ['0.05', 'seed 0', '10', '0.8'],
      ['0.05', 'seed 1', '-1', '0.7'],
      ['0.1', 'seed 0', '1', '1'],
    ],
  });
});

test('groups in no order have colours and shapes of their own, and more than six are alike', async () => {
  const looks = async (count: number) => {
    const groups = Array.from({ length: count }, (_, k) => ({
      label: `optimizer ${k}`,
      points: [{ label: 'seed 0', x: 1 + k, y: k / 10 }],
    }));
    const svg = await drawn(scatter({ ...flatness, key: {}, groups }).spec);
    const shapes = [...svg.matchAll(/aria-roledescription="point"[^>]* d="([^"]+)"/g)].map(([, path]) => path);
    return { fills: pointsOf(svg).map(({ fill }) => fill), shapes: new Set(shapes).size };
  };
  expect(await looks(6)).toEqual({ fills: [...themes.light.categories], shapes: 6 });
  expect(await looks(7)).toEqual({ fills: Array.from({ length: 7 }, () => themes.light.muted), shapes: 1 });
});

test('estimates have bars of a standard error, not beyond the range of the axis', async () => {
  const groups = [
    { label: 'a', points: [{ label: 'seed 0', x: 10, y: 0.9, xError: 12, yError: 0.4 }] },
    { label: 'b', points: [{ label: 'seed 0', x: 100, y: 0.6 }] },
  ];
  const chart = scatter({ ...flatness, key: {}, groups });
  const svg = await drawn(chart.spec);
  const bars = [
    ...svg.matchAll(
      /aria-roledescription="rule mark" transform="translate\(([\d.]+),([\d.]+)\)" x2="([-\d.]+)" y2="([-\d.]+)"/g,
    ),
  ];
  const [across, down] = bars.map(([, ...numbers]) => numbers.map(Number)) as [number[], number[]];
  // The lower end, -2, has no place on the log axis: the bar begins at the point.
  expect(across.slice(0, 2)).toEqual([pointsOf(svg)[0]?.x, pointsOf(svg)[0]?.y]);
  expect(across[2]).toBeGreaterThan(0);
  // From 0.5 to 1, the end of the axis, which is its top.
  expect((down[1] as number) + (down[3] as number)).toBe(0);
  expect(chart.table).toMatchObject({
    headings: ['Group', 'Point', 'Hessian trace Tr H', 'its standard error', 'test accuracy', 'its standard error'],
    rows: [
      ['a', 'seed 0', '10', '12', '0.9', '0.4'],
      ['b', 'seed 0', '100', '', '0.6', ''],
    ],
  });
});

test('choosing a group in the legend fades the others', async () => {
  const faded = (svg: string) => svg.match(/aria-roledescription="point"[^>]* opacity="0.08"/g)?.length ?? 0;
  const choose = (view: View) =>
    void view.data('highlight_store', [{ unit: '', fields: [{ type: 'E', field: 'group' }], values: ['0.1'] }]);
  expect(faded(await drawn(scatter(flatness).spec))).toBe(0);
  expect(faded(await drawn(scatter(flatness).spec, choose))).toBe(2);
});

test('on phones it is narrower', async () => {
  const width = (svg: string) => Number(svg.match(/<svg[^>]* width="(\d+)"/)?.[1]);
  expect(width(await drawn(scatter(flatness).narrow))).toBeLessThan(330);
});

test('nothing to draw is an error that names the axes', () => {
  const nothing = { ...flatness, groups: [{ label: 'a', points: [{ label: 'seed 0', x: 0, y: 1 }] }] };
  expect(() => scatter(nothing)).toThrow(LabError);
  expect(() => scatter(nothing)).toThrow(
    'no point has a place on the axes Hessian trace Tr H (log) and test accuracy (linear)',
  );
});
