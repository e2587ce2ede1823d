import type { Chart } from '../chart.ts';
import type { ReportContents } from './contents.ts';

/** The identifier of the figure that a page begins with. */
export const LEAD = 'first-figure';

/**
 * The chart that a page begins with, as it shows the most: the comparison of the runs of the first study that has charts,
 * named `<study>-comparison`, or its first chart; without studies, the first chart of the first experiment.
 */
export function leadOf({ studies, experiments }: ReportContents): Chart | undefined {
  const charts = [...studies, ...experiments].map((section) => section.charts).find(({ length }) => length > 0) ?? [];
  return charts.find(({ name }) => name.endsWith('-comparison')) ?? charts[0];
}
