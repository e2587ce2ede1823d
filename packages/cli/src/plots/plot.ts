import type { Chart, Run, RunGroup } from '@sharpness-lab/report';

/** The input of a chart. */
export interface PlotRequest {
  /** The name of the chart's files. */
  readonly name: string;
  readonly title: string;
  /** The runs in the order in which the user named them. */
  readonly runs: readonly Run[];
  /** The x axis and the metrics of curves, or the two numbers of a scatter plot, if the user chose them. */
  readonly x?: string;
  readonly y?: readonly string[];
}

/** Makes a chart of runs. */
export type Plot = (groups: readonly RunGroup[], request: PlotRequest) => Chart | Promise<Chart>;
