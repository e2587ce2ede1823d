import type { Plot } from './plot.ts';

/** The kinds of chart by their names. Each is loaded when it is asked for. */
export const plotKinds = {
  curves: async () => (await import('./curves.ts')).curves,
  scatter: async () => (await import('./scatter.ts')).scatter,
  line: async () => (await import('./line.ts')).line,
  activations: async () => (await import('./network.ts')).networkPlot('activations'),
  columns: async () => (await import('./network.ts')).networkPlot('columns'),
  neurons: async () => (await import('./network.ts')).networkPlot('neurons'),
} as const satisfies Readonly<Record<string, () => Promise<Plot>>>;

export type PlotKind = keyof typeof plotKinds;
