import type { Chart, Run, RunGroup } from '@sharpness-lab/report';

/** What a kind of chart is drawn by. */
export interface PlotRequest {
  /** What files of the chart are called. */
  readonly name: string;
  readonly title: string;
  /** Those of the groups, in the order in which the user has named them. */
  readonly runs: readonly Run[];
  /** What curves are drawn over, and of which metrics, if the user has said so. */
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
