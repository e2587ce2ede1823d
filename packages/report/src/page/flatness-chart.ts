import type { Chart } from '../chart.ts';
import type { RunGroup } from '../runs/run.ts';
import { runScatter } from '../scatter.ts';

/** The quantities that say how flat a minimum is; the first one that was measured counts. */
const flatness = ['hessian-trace', 'gauss-newton-trace', 'top-eigenvalue'];

const accuracy = 'test-accuracy';

/** With fewer settings, learning curves say as much. */
const LEAST_GROUPS = 3;

/** Flatness and generalization of the groups of an experiment: none where they are few, or one of both does not vary. */
export function flatnessChart(experiment: string, groups: readonly RunGroup[]): Chart[] {
  const ends = groups.flatMap(({ runs }) =>
    runs.flatMap(({ result }) => (result?.status === 'completed' ? [result.final.values] : [])),
  );
  const varies = (name: string) => new Set(ends.flatMap((values) => values[name] ?? [])).size > 1;
  const x = flatness.find((name) =>
    ends.some((values) => values[name] !== undefined && values[accuracy] !== undefined),
  );
  if (groups.length < LEAST_GROUPS || x === undefined || !varies(x) || !varies(accuracy)) return [];
  const title = `Flatness and generalization of ${experiment}`;
  return [runScatter(groups, { name: `${experiment}-scatter`, title, x, y: accuracy })];
}
