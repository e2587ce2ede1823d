import type { Axis } from '../chart.ts';

/** Means over seeds in the order of x, with the smallest and largest of them where there were several. */
export interface Curve {
  readonly label: string;
  readonly points: readonly Point[];
}

export interface Point {
  readonly x: number;
  readonly y: number;
  readonly low?: number;
  readonly high?: number;
}

/** A lower bound or another value to compare curves with: a horizontal line with a label. */
export interface Level {
  readonly label: string;
  readonly value: number;
}

export interface Panel {
  readonly y: Axis;
  readonly curves: readonly Curve[];
  readonly levels?: readonly Level[];
}

/** A part of the x axis, given by its beginning. */
export interface Phase {
  readonly label: string;
  readonly from: number;
}

export interface LinesData {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  /** The x axis of all panels. */
  readonly x: Axis;
  readonly panels: readonly Panel[];
  /** The phases in order. A single phase has no mark. */
  readonly phases?: readonly Phase[];
  /** Panels side by side, 2 by default. */
  readonly columns?: number;
}
