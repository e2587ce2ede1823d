import type { Chart, Run, RunGroup } from '@sharpness-lab/report';

/** The input of a chart. */
export interface PlotRequest {
  /** The name of the chart's files. */
  readonly name: string;
  readonly title: string;
  /** The runs in the order in which the user named them. */
  readonly runs: readonly Run[];
  /** The x axis and the metrics of curves, if the user chose them. */
  readonly x?: 'epoch' | 'step' | 'time';
  readonly y?: readonly string[];
}

/** Makes a chart of runs. */
export type Plot = (groups: readonly RunGroup[], request: PlotRequest) => Chart | Promise<Chart>;

/** The kinds of chart by their names. Each is loaded when it is asked for. */
export const plotKinds = {
  curves: async () => (await import('./curves.ts')).curves,
  line: async () => (await import('./line.ts')).line,
  activations: async () => (await import('./network.ts')).networkPlot('activations'),
  columns: async () => (await import('./network.ts')).networkPlot('columns'),
  neurons: async () => (await import('./network.ts')).networkPlot('neurons'),
} as const satisfies Readonly<Record<string, () => Promise<Plot>>>;

export type PlotKind = keyof typeof plotKinds;
