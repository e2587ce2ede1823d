import { LabError } from '@sharpness-lab/core';
import { parse, type Spec, View } from 'vega';
import { compile, type TopLevelSpec } from 'vega-lite';
import { describe, expect, test } from 'vitest';
import { themed, themes } from '../theme.ts';
import { lines } from './lines.ts';
import type { Curve, LinesData } from './lines-data.ts';

const curve = (label: string, ...points: readonly (readonly [number, number])[]): Curve => ({
  label,
  points: points.map(([x, y]) => ({ x, y })),
});

const small: LinesData = {
  name: 'small',
  title: 'Small',
  description: 'Loss falls, the trace reaches its bound.',
  x: { title: 'Epoch', scale: 'log' },
  phases: [
    { label: 'SGD', from: 0 },
    { label: 'SAM', from: 10 },
  ],
  panels: [
    {
      y: { title: 'Loss', scale: 'log' },
      curves: [
        {
          label: 'Train',
          points: [
            { x: 0, y: 4, low: 3, high: 5 },
            { x: 1, y: 2, low: 0, high: 3 },
            { x: 100, y: 1 / 3, low: 0.25, high: 0.5 },
          ],
        },
        curve('Test', [1, 2], [100, 0]),
      ],
    },
    {
      y: { title: 'Hessian trace Tr H', scale: 'linear' },
      curves: [curve('Train', [1, 50], [100, 25])],
      levels: [{ label: 'lower bound 22.27', value: 22.27 }],
    },
  ],
};

/** The specification as Vega's, in the light theme; warnings of the compiler are errors. */
function compiled({ spec }: ReturnType<typeof lines>): Spec {
  const fail = (...messages: readonly unknown[]): never => {
    throw new Error(messages.join(' '));
  };
  const logger = { error: fail, warn: fail, info: () => logger, debug: () => logger, level: () => logger };
  return compile(themed(spec, themes.light), { logger: logger as never }).spec;
}

/** The charts for phones. */
const onPhones = (chart: ReturnType<typeof lines>) => ({ ...chart, spec: chart.narrow as TopLevelSpec });

const drawn = async (chart: ReturnType<typeof lines>, act: (view: View) => void = () => {}) => {
  const view = new View(parse(compiled(chart)), { renderer: 'none' });
  await view.runAsync();
  act(view);
  return view.toSVG();
};

const textsOf = (svg: string) => [...svg.matchAll(/<text [^>]*>([^<]*)<\/text>/g)].map(([, text]) => text);

describe('lines', () => {
  test('the specification, whole', () => {
    expect(lines(small).spec).toMatchSnapshot();
  });

  test('the table has every number, those that cannot be drawn too', () => {
    expect(lines(small).table).toEqual({
      headings: ['Panel', 'Curve', 'Epoch', 'Mean', 'Band from', 'Band to'],
      rows: [
        ['Loss', 'Train', '0', '4', '3', '5'],
        ['Loss', 'Train', '1', '2', '0', '3'],
        ['Loss', 'Train', '100', '0.333333', '0.25', '0.5'],
        ['Loss', 'Test', '1', '2', '', ''],
        ['Loss', 'Test', '100', '0', '', ''],
        ['Hessian trace Tr H', 'Train', '1', '50', '', ''],
        ['Hessian trace Tr H', 'Train', '100', '25', '', ''],
        ['Hessian trace Tr H', 'lower bound 22.27', '', '22.27', '', ''],
      ],
    });
  });

  test('log axes leave out 0, and bands that reach it end at the edge of the panel', async () => {
    const svg = await drawn(lines(small));
    expect(svg).not.toContain('NaN');
    expect(svg).not.toContain('Infinity');
    expect(svg).not.toContain('Epoch: 0;');
    // Only a single point of the test loss is left: a dot at x = 1.
    expect(svg).toMatch(
      /aria-roledescription="point" transform="translate\(0,36.82[^>]* fill="#eb6a17"[^>]* opacity="1"/,
    );
    // The band begins at the bottom of the panel, 190 px from its top.
    const band = svg.match(/ d="([^"]+)"[^>]* fill-opacity="0.18"/)?.[1];
    expect(band).toMatch(/^M0,190L300,/);
  });

  test('one legend for all panels, with one entry for each curve', async () => {
    const svg = await drawn(lines(small));
    expect(svg.match(/aria-roledescription="legend"/g)).toHaveLength(1);
    expect(textsOf(svg).filter((text) => text === 'Train' || text === 'Test')).toEqual(['Train', 'Test']);
  });

  test('choosing a curve in the legend fades the others in every panel', async () => {
    const faded = (svg: string) => svg.match(/aria-roledescription="line mark"[^>]* opacity="0.15"/g)?.length ?? 0;
    expect(faded(await drawn(lines(small)))).toBe(0);
    const choose = (label: string) => (view: View) =>
      void view.data('highlight_store', [
        { unit: 'concat_0', fields: [{ type: 'E', field: 'curve' }], values: [label] },
      ]);
    expect(faded(await drawn(lines(small), choose('Train')))).toBe(1);
    expect(faded(await drawn(lines(small), choose('Test')))).toBe(2);
  });

  test('one curve needs no legend; six have six colours and dashes; seven are alike, thin and muted', async () => {
    const chart = (count: number) =>
      lines({
        ...small,
        panels: [
          {
            y: { title: 'Loss', scale: 'log' },
            curves: Array.from({ length: count }, (_, k) => curve(`seed ${k}`, [1, 1 + k], [100, 2 + k])),
          },
        ],
      });
    const looks = async (count: number) => {
      const svg = await drawn(chart(count));
      const strokes = [...svg.matchAll(/aria-roledescription="line mark"[^>]* stroke="([^"]+)"/g)].map(
        ([, color]) => color,
      );
      const dashes = [...svg.matchAll(/aria-roledescription="line mark"[^>]* stroke-dasharray="([^"]+)"/g)];
      return {
        legend: svg.includes('aria-roledescription="legend"'),
        strokes: new Set(strokes),
        dashes: new Set(dashes.map(([, dash]) => dash)).size,
      };
    };
    expect(await looks(1)).toEqual({ legend: false, strokes: new Set(themes.light.categories.slice(0, 1)), dashes: 1 });
    expect(await looks(6)).toEqual({ legend: true, strokes: new Set(themes.light.categories), dashes: 6 });
    expect(await looks(7)).toEqual({ legend: false, strokes: new Set([themes.light.muted]), dashes: 0 });
  });

  describe('of more than four curves with bands', () => {
    const banded = (count: number, key: LinesData['key'] = {}) =>
      lines({
        ...small,
        phases: [],
        x: { title: 'Epoch', scale: 'linear' },
        key,
        panels: [
          {
            y: { title: 'accuracy', scale: 'linear', range: { min: 0, max: 1 } },
            curves: Array.from({ length: count }, (_, k) => ({
              label: `0.${k + 1}`,
              points: [0, 1].map((x) => ({ x, y: 0.1 * (k + 1), low: 0.05 * (k + 1), high: 0.2 * (k + 1) })),
            })),
          },
        ],
      });
    const bands = (svg: string) => svg.match(/ fill-opacity="0.18"/g)?.length ?? 0;
    const bars = (svg: string) =>
      [...svg.matchAll(/aria-roledescription="rule mark" transform="translate\(([\d.]+),[^>]* stroke="([^"]+)"/g)].map(
        ([, x, color]) => [Number(x), color],
      );

    test('bars beside the panel stand for the bands, which would hide each other, and the legend says so', async () => {
      const four = await drawn(banded(4));
      expect([bands(four), bars(four).length]).toEqual([4, 0]);
      expect(textsOf(four)).not.toContain('bars: smallest to largest seed at the end');
      const five = await drawn(banded(5));
      expect(bands(five)).toBe(0);
      expect(bars(five)).toEqual(themes.light.categories.slice(0, 5).map((color, k) => [307 + 6 * k, color]));
      expect(textsOf(five)).toContain('bars: smallest to largest seed at the end');
    });

    test('bands and bars end where the range of the axis does, in the table too', () => {
      const ends = banded(6).table.rows.map((row) => Number(row[5]));
      expect(ends).toEqual([0.2, 0.4, 0.6, 0.8, 1, 1].flatMap((high) => [high, high]));
    });

    test('ordered ones have solid lines in the shades of the theme, up to nine, and one title', async () => {
      const strokes = async (count: number) => {
        const svg = await drawn(banded(count, { title: 'rho', ordered: true }));
        expect(svg.match(/legend titled 'rho,bars|legend titled 'rho; bars/g) ?? []).toHaveLength(count > 9 ? 0 : 1);
        expect(svg).not.toMatch(/aria-roledescription="line mark"[^>]* stroke-dasharray="\d/);
        return [...svg.matchAll(/aria-roledescription="line mark"[^>]* stroke="([^"]+)"/g)].map(([, color]) => color);
      };
      const { shades, muted } = themes.light;
      expect(await strokes(5)).toEqual([0, 6, 12, 18, 24].map((k) => shades[k]));
      expect(await strokes(9)).toEqual([0, 3, 6, 9, 12, 15, 18, 21, 24].map((k) => shades[k]));
      expect(new Set(await strokes(10))).toEqual(new Set([muted]));
      expect(banded(3, { title: 'rho', ordered: true }).table.headings[1]).toBe('rho');
    });
  });

  test('long labels of a legend are broken and cut, so that nothing leaves the picture', async () => {
    const label = (k: number) => `${k} ${'a long name of an experiment '.repeat(9)}`.trim();
    const curves = [1, 2].map((k) => curve(label(k), [1, k], [100, k + 1]));
    for (const [chart, room] of [
      [lines({ ...small, panels: [{ y: { title: 'Loss', scale: 'log' }, curves }] }), 400],
      [onPhones(lines({ ...small, panels: [{ y: { title: 'Loss', scale: 'log' }, curves }] })), 340],
    ] as const) {
      const svg = await drawn(chart);
      expect(Number(svg.match(/<svg[^>]* width="(\d+)"/)?.[1])).toBeLessThan(room);
      expect(svg.match(/<tspan[^>]*>1 a long name/g)).toHaveLength(1);
    }
  });

  test('phases are marked where the next begins, and only if there are two', async () => {
    const rules = (svg: string) => svg.match(/<line aria-label="[^"]*Phase: SAM/g)?.length ?? 0;
    const two = await drawn(lines(small));
    expect(rules(two)).toBe(2); // one in each panel
    expect(textsOf(two).filter((text) => text === 'SAM')).toHaveLength(2);
    const one = await drawn(lines({ ...small, phases: [{ label: 'SGD', from: 0 }] }));
    expect(rules(one)).toBe(0);
    expect(textsOf(one)).not.toContain('SGD');
  });

  test('phones have panels of 236 pixels below each other, with bounds and phases where they belong there', async () => {
    const svg = await drawn(onPhones(lines(small)));
    const lefts = (text: string) =>
      [...svg.matchAll(new RegExp(`transform="translate\\(([\\d.]+),[^>]*>${text}</text>`, 'g'))].map(([, x]) =>
        Number(x),
      );
    // On a log axis from 1 to 100, 10 is in the middle.
    expect(lefts('SAM')).toEqual([118, 118]);
    expect(svg.match(/<line aria-label="[^"]*Phase: SAM[^>]* transform="translate\(118,/g)).toHaveLength(2);
    expect(svg).toMatch(/<line aria-label="[^"]*lower bound[^>]* x2="236"/);
    expect([4, 232]).toContain(lefts('lower bound 22.27')[0]);
    expect(svg).not.toMatch(/ x2="300"|[LH]300/);
  });

  test('a title longer than its axis is broken into lines, a label longer than the panel is cut', async () => {
    const long = {
      y: { title: 'Hessian trace of the normalized network, where > 0', scale: 'log' as const },
      curves: [curve('Train', [1, 50], [100, 25])],
      levels: [{ label: `lower bound ${'of very many things '.repeat(4)}`, value: 20 }],
    };
    const svg = await drawn(lines({ ...small, panels: [long] }));
    const parts = [...svg.matchAll(/<tspan[^>]*>([^<]*)<\/tspan>/g)].map(([, text]) => text as string);
    expect(parts.join(' ')).toBe('Hessian trace of the normalized network, where > 0'.replace('>', '&gt;'));
    expect(parts.length).toBeGreaterThan(1);
    expect(textsOf(svg).find((text) => text?.startsWith('lower bound'))).toMatch(/ thing.*…$/);
  });

  test('a panel without a point says so; its legend still highlights', async () => {
    const empty = { y: { title: 'Gap', scale: 'log' as const }, curves: [curve('Train', [1, 0], [100, Number.NaN])] };
    const svg = await drawn(lines({ ...small, panels: [empty, ...small.panels] }));
    expect(textsOf(svg)).toContain('Gap: no values above 0');
  });

  test('nothing to draw at all is an error that names the axes', () => {
    const panels = [{ y: { title: 'Loss', scale: 'log' as const }, curves: [curve('Train', [0, 1], [1, -1])] }];
    expect(() => lines({ ...small, panels })).toThrow(LabError);
    expect(() => lines({ ...small, panels })).toThrow(
      '"Small" has nothing to draw: no point is finite, and positive on log axes. Its axes: Epoch (log), Loss (log).',
    );
  });
});
