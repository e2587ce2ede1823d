import type { TopLevelSpec } from 'vega-lite';

/** The colours of a chart. */
export interface Theme {
  readonly background: string;
  readonly text: string;
  /** Axis lines and ticks. */
  readonly axis: string;
  readonly grid: string;
  /** Of curves and other categories, told apart by the colour-blind too. */
  readonly categories: readonly string[];
}

/** The font that charts are drawn in; it comes with the package. */
export const FONT = 'Inter';

/** `page` takes its colours from the CSS variables of the page that it stands in. */
export const themes = {
  light: {
    background: '#ffffff',
    text: '#1f2328',
    axis: '#6e7781',
    grid: '#e4e7eb',
    categories: ['#0072b2', '#d55e00', '#009e73', '#cc79a7', '#b8860b', '#56b4e9'],
  },
  dark: {
    background: '#0d1117',
    text: '#e6edf3',
    axis: '#8b949e',
    grid: '#21262d',
    categories: ['#56b4e9', '#ff9f4a', '#2fc7a0', '#e59ac3', '#f0e442', '#4d8dff'],
  },
  page: {
    background: 'transparent',
    text: 'var(--text)',
    axis: 'var(--axis)',
    grid: 'var(--grid)',
    categories: [1, 2, 3, 4, 5, 6].map((k) => `var(--category-${k})`),
  },
} as const satisfies Readonly<Record<string, Theme>>;

export type ThemeName = keyof typeof themes;

/** A specification in the colours of a theme. */
export function themed(spec: TopLevelSpec, { background, text, axis, grid, categories }: Theme): TopLevelSpec {
  return {
    ...spec,
    background,
    config: {
      font: FONT,
      view: { stroke: null },
      axis: {
        domainColor: axis,
        tickColor: axis,
        gridColor: grid,
        labelColor: text,
        titleColor: text,
        titleFontWeight: 'normal',
      },
      title: { color: text, fontWeight: 'normal' },
      legend: { labelColor: text, titleColor: text, titleFontWeight: 'normal' },
      header: { labelColor: text, titleColor: text },
      text: { color: text },
      rule: { color: text },
      range: { category: [...categories] },
    },
  };
}
