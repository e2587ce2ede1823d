import type { TopLevelSpec } from 'vega-lite';

/** Cells as text, with a heading for each column. */
export interface Table {
  readonly headings: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** A picture as data: its specification, a description, and the numbers in it. */
export interface Chart {
  /** The name of the chart's files, for example `fig4b-curves`. */
  readonly name: string;
  readonly title: string;
  /** A description for readers who cannot see the picture. */
  readonly description: string;
  /** A Vega-Lite specification with its data inside and without colours: a theme adds them. */
  readonly spec: TopLevelSpec;
  /**
   * The same picture for the width of a phone, where `spec` is wider: the panels are below each other, and the labels
   * are placed again. Its data are those of `spec`.
   */
  readonly narrow?: TopLevelSpec;
  /** The numbers that the picture shows. */
  readonly table: Table;
}

/** The title and the scale of an axis. */
export interface Axis {
  /** With symbol and unit, for example `Hessian trace Tr H`. */
  readonly title: string;
  readonly scale: 'linear' | 'log';
  /** What its numbers never leave, and so neither does the axis. */
  readonly range?: { readonly min?: number; readonly max?: number };
}

/** A horizontal axis. A logarithmic one has no place for 0, one of log(1 + x / symlog) has. */
export interface HorizontalAxis extends Pick<Axis, 'title'> {
  readonly scale: Axis['scale'] | { readonly symlog: number };
}
