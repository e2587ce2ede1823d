import { describe, expect, test } from 'vitest';
import { colorScale } from './charts/legend.ts';
import { SHADES, themed, themes } from './theme.ts';

type Triple = readonly [number, number, number];
type Rows = readonly [Triple, Triple, Triple];

/**
 * Colours as people without one kind of cone see them, in linear RGB: G. M. Machado, M. M. Oliveira and
 * L. A. F. Fernandes, "A Physiologically-based Model for Simulation of Color Vision Deficiency", IEEE Transactions on
 * Visualization and Computer Graphics 15(6), 2009, table 1 at severity 1.0.
 */
const visions: Readonly<Record<string, Rows>> = {
  usual: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritanopia: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
};

/** CIE76 distance of two colours `#rrggbb`, as the given vision sees them; about 2 is the least that people notice. */
function distance(a: string, b: string, vision: Rows): number {
  const [first, second] = [a, b].map((color) => lab(through(linear(color), vision))) as [Triple, Triple];
  return Math.hypot(...first.map((value, k) => value - (second[k] as number)));
}

/** WCAG 2 contrast ratio, from 1 to 21. */
function contrast(a: string, b: string): number {
  const [low, high] = [a, b].map((color) => luminance(linear(color))).sort((x, y) => x - y) as [number, number];
  return (high + 0.05) / (low + 0.05);
}

/** sRGB without its gamma (IEC 61966-2-1). */
function linear(color: string): Triple {
  return [1, 3, 5].map((start) => {
    const value = Number.parseInt(color.slice(start, start + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  }) as unknown as Triple;
}

function through([r, g, b]: Triple, rows: Rows): Triple {
  return rows.map((row) => Math.min(1, Math.max(0, row[0] * r + row[1] * g + row[2] * b))) as unknown as Triple;
}

const luminance = ([r, g, b]: Triple) => 0.2126 * r + 0.7152 * g + 0.0722 * b;

/** CIE L*a*b* with the white of D65. */
function lab([r, g, b]: Triple): Triple {
  const f = (t: number) => (t > (6 / 29) ** 3 ? Math.cbrt(t) : t / (3 * (6 / 29) ** 2) + 4 / 29);
  const x = f((0.4124564 * r + 0.3575761 * g + 0.1804375 * b) / 0.95047);
  const y = f(luminance([r, g, b]));
  const z = f((0.0193339 * r + 0.119192 * g + 0.9503041 * b) / 1.08883);
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}

const shown = [themes.light, themes.dark];

/** Every pair of different colours once. */
const pairs = (colors: readonly string[]) => colors.flatMap((a, k) => colors.slice(k + 1).map((b) => [a, b] as const));

describe('colours', () => {
  test('the measures are right: black on white, sRGB red, and red and green to those without green cones', () => {
    expect(contrast('#000000', '#ffffff')).toBeCloseTo(21, 10);
    expect(contrast('#777777', '#ffffff')).toBeCloseTo(4.478, 3); // the well-known grey that just fails WCAG AA
    expect(lab(linear('#ff0000')).map((value) => Math.round(value * 10) / 10)).toEqual([53.2, 80.1, 67.2]);
    const [usual, deuteranopia] = [visions.usual, visions.deuteranopia] as [Rows, Rows];
    expect(distance('#b22222', '#556b2f', deuteranopia)).toBeLessThan(0.4 * distance('#b22222', '#556b2f', usual));
  });

  test.each(Object.keys(visions))('curves differ to readers with %s vision', (vision) => {
    for (const { categories } of shown) {
      expect(categories.length).toBe(6);
      for (const [a, b] of pairs(categories)) expect(distance(a, b, visions[vision] as Rows)).toBeGreaterThan(20);
    }
  });

  /** The colours of so many ordered labels. */
  const ordered = (shades: readonly string[], count: number) => {
    const labels = Array.from({ length: count }, (_, k) => `${k}`);
    const { domain } = colorScale(labels, { ordered: true });
    return labels.map((label) => shades[domain.indexOf(label)] as string);
  };

  test('what is ordered gets lighter from step to step, from the first shade to the last', () => {
    for (const { shades } of shown) {
      expect(shades.length).toBe(SHADES);
      for (const count of [2, 3, 6, 9]) {
        const colors = ordered(shades, count);
        expect([colors[0], colors.at(-1)]).toEqual([shades[0], shades.at(-1)]);
        const lightness = colors.map((color) => lab(linear(color))[0]);
        for (const [k, value] of lightness.entries()) expect(value).toBeGreaterThan(lightness[k - 1] ?? -1);
      }
    }
  });

  test.each(Object.keys(visions))('ordered curves differ to readers with %s vision, up to nine', (vision) => {
    for (const { shades } of shown) {
      for (const [count, least] of [
        [6, 20],
        [9, 10],
      ] as const) {
        for (const [a, b] of pairs(ordered(shades, count))) {
          expect(distance(a, b, visions[vision] as Rows)).toBeGreaterThan(least);
        }
      }
    }
  });

  test('curves and axes stand out from the background by 3 to 1, texts by 7 to 1', () => {
    for (const { background, categories, shades, axis, muted, text } of shown) {
      for (const color of [...categories, ...shades, axis, muted])
        expect(contrast(color, background)).toBeGreaterThanOrEqual(3);
      expect(contrast(text, background)).toBeGreaterThanOrEqual(7);
    }
  });
});

describe('themed', () => {
  const spec = { mark: 'point' as const, data: { values: [] }, config: { axis: { grid: false } } };

  test('what a specification configures stays, group by group', () => {
    const { config, background } = themed(spec, themes.dark);
    expect(config?.axis).toMatchObject({ grid: false, labelColor: themes.dark.text });
    expect(background).toBe(themes.dark.background);
  });

  test('the specification is as it was', () => {
    const before = structuredClone(spec);
    themed(spec, themes.page);
    expect(spec).toEqual(before);
  });
});
