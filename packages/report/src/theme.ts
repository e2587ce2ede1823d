import type { Config, TopLevelSpec } from 'vega-lite';

/** The number of colours on a scale for what is ordered. */
export const SHADES = 25;

/** The colours of a chart. */
export interface Theme {
  readonly background: string;
  readonly text: string;
  /** Axis lines and ticks. */
  readonly axis: string;
  readonly grid: string;
  /** The colour of curves that are too many for colours of their own. */
  readonly muted: string;
  /** The colours of curves and other categories. The colour-blind can distinguish them too. */
  readonly categories: readonly string[];
  /** A scale of `SHADES` colours for what is ordered, away from the background's lightness to near it, for all readers. */
  readonly shades: readonly string[];
}

/** The font that charts are drawn in; it comes with the package. */
export const FONT = 'Inter';

/** The fonts in SVG documents where it is not installed. */
const fontFamily = `${FONT}, Helvetica, Arial, sans-serif`;

/** `page` takes its colours from the CSS variables of the page that it stands in. */
export const themes = {
  light: {
    background: '#ffffff',
    text: '#1f2328',
    axis: '#6e7781',
    grid: '#e4e7eb',
    muted: '#6e7781',
    categories: ['#05609b', '#eb6a17', '#00a862', '#7f0048', '#694516', '#898da7'],
    shades: between('#001a2b', '#421cc0', '#834983', '#d33755', '#b98a01'),
  },
  dark: {
    background: '#0d1117',
    text: '#e6edf3',
    axis: '#8b949e',
    grid: '#21262d',
    muted: '#8b949e',
    categories: ['#70aef0', '#eb9038', '#20ec98', '#b4809a', '#f6e92c', '#9f6eff'],
    shades: between('#006987', '#4a9aff', '#ff98b4', '#ffd5aa', '#caff59'),
  },
  page: {
    background: 'transparent',
    text: 'var(--text)',
    axis: 'var(--axis)',
    grid: 'var(--grid)',
    muted: 'var(--axis)',
    categories: [1, 2, 3, 4, 5, 6].map((k) => `var(--category-${k})`),
    shades: Array.from({ length: SHADES }, (_, k) => `var(--shade-${k + 1})`),
  },
} as const satisfies Readonly<Record<string, Theme>>;

export type ThemeName = keyof typeof themes;

/** A specification in the colours of a theme; what the specification configures itself stays. */
export function themed(spec: TopLevelSpec, theme: Theme): TopLevelSpec {
  return { ...spec, background: theme.background, config: merged(configOf(theme), spec.config ?? {}) };
}

/** `SHADES` colours at even distances along the straight lines in sRGB between some colours `#rrggbb`. */
function between(...corners: readonly string[]): string[] {
  const channels = corners.map((color) => [1, 3, 5].map((start) => Number.parseInt(color.slice(start, start + 2), 16)));
  return Array.from({ length: SHADES }, (_, k) => {
    const place = (k * (corners.length - 1)) / (SHADES - 1);
    const before = Math.min(Math.floor(place), corners.length - 2);
    const [from = [], to = []] = channels.slice(before);
    const mixed = from.map((value, c) => Math.round(value + (place - before) * ((to[c] as number) - value)));
    return `#${mixed.map((value) => value.toString(16).padStart(2, '0')).join('')}`;
  });
}

function configOf({ text, axis, grid, muted, categories, shades }: Theme): Config {
  const fontSize = 11;
  return {
    font: fontFamily,
    padding: 8,
    view: { stroke: null },
    axis: {
      domainColor: axis,
      tickColor: axis,
      gridColor: grid,
      labelColor: text,
      labelFontSize: fontSize,
      titleColor: text,
      titleFontSize: 12,
      titleFontWeight: 'normal',
      titlePadding: 6,
      labelFlush: false,
    },
    axisY: { minExtent: 34 },
    title: { color: text, fontSize: 13, fontWeight: 600, anchor: 'start' },
    legend: { labelColor: text, labelFontSize: fontSize, titleColor: text, titleFontWeight: 'normal' },
    header: { labelColor: text, titleColor: text },
    text: { color: text, fontSize },
    rule: { color: text },
    range: { category: [...categories], ordinal: [...shades] },
    style: {
      note: { color: text, fontSize },
      level: { color: text },
      phase: { color: axis },
      muted: { color: muted },
      'muted-band': { color: muted },
      empty: { stroke: grid },
    },
  };
}

/** The first configuration with the settings of the second, group by group. */
function merged(base: Config, own: Config): Config {
  const isGroup = (value: unknown): value is object =>
    typeof value === 'object' && value !== null && !Array.isArray(value);
  const groups = Object.entries(own).map(([name, value]) => {
    const under = (base as Record<string, unknown>)[name];
    return [name, isGroup(under) && isGroup(value) ? { ...under, ...value } : value];
  });
  return { ...base, ...Object.fromEntries(groups) };
}
