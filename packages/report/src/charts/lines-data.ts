import type { Axis, HorizontalAxis } from '../chart.ts';
import type { Key } from './legend.ts';

/** Points in the order of x: means over seeds with the smallest and largest of them, or estimates. */
export interface Curve {
  readonly label: string;
  readonly points: readonly Point[];
}

export interface Point {
  readonly x: number;
  readonly y: number;
  /** The ends of a band. */
  readonly low?: number;
  readonly high?: number;
  /** Of an estimate whose band goes so far to each side. */
  readonly standardError?: number;
  /** False where y is what an iteration ended with before it converged: the point is drawn as a circle. */
  readonly converged?: boolean;
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
  readonly x: HorizontalAxis;
  readonly panels: readonly Panel[];
  /** What tells the curves apart; they are named and ordered as they come first in the panels. */
  readonly key?: Key;
  /** The phases in order. A single phase has no mark. */
  readonly phases?: readonly Phase[];
  /** Panels side by side, 2 by default. */
  readonly columns?: number;
}
