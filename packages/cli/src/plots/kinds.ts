import type { Chart, RunGroup } from '@sharpness-lab/report';

/** What a kind of chart is drawn by. */
export interface PlotRequest {
  /** What files of the chart are called. */
  readonly name: string;
  readonly title: string;
  /** What curves are drawn over, and of which metrics, if the user has said so. */
  readonly x?: 'epoch' | 'step' | 'time';
  readonly y?: readonly string[];
}

/** Makes a chart of runs. */
export type Plot = (groups: readonly RunGroup[], request: PlotRequest) => Chart | Promise<Chart>;

/** The kinds of chart by their names. Each is loaded when it is asked for. */
export const plotKinds = {
  curves: async () => (await import('./curves.ts')).curves,
} as const satisfies Readonly<Record<string, () => Promise<Plot>>>;

export type PlotKind = keyof typeof plotKinds;
