import type { TopLevelSpec } from 'vega-lite';

/** Cells as text, with a heading for each column. */
export interface Table {
  readonly headings: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** A picture as data: what draws it, what says it in words, and the numbers in it. */
export interface Chart {
  /** What files of it are called, for example `fig4b-curves`. */
  readonly name: string;
  readonly title: string;
  /** What there is to see, for those who cannot. */
  readonly description: string;
  /** A Vega-Lite specification with its data inside and without colours of its own: those come from a theme. */
  readonly spec: TopLevelSpec;
  /**
   * The same picture for the width of a phone, where `spec` is wider: panels below each other, and labels placed anew.
   * The whole and its panels have the data of `spec`.
   */
  readonly narrow?: TopLevelSpec;
  /** The numbers that the picture shows. */
  readonly table: Table;
}

/** What a chart's axis measures. */
export interface Axis {
  /** With symbol and unit, for example `Hessian trace Tr H`. */
  readonly title: string;
  readonly scale: 'linear' | 'log';
  /** What its numbers never leave, and so neither does the axis. */
  readonly range?: { readonly min?: number; readonly max?: number };
}
