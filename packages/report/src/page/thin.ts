import type { Run, RunGroup } from '../runs/run.ts';

/**
 * Groups with at most so many measurements a run, evenly chosen in their order: the same ones in all runs of a group,
 * so that means are over all seeds. The first and the last of each phase stay in any case.
 */
export function thinned({ runs, ...group }: RunGroup, most: number): RunGroup {
  const moments = [...new Map(runs.flatMap(({ measurements }) => measurements).map((point) => [key(point), point]))]
    .map(([, point]) => point)
    .sort((a, b) => a.phase - b.phase || a.epoch - b.epoch);
  if (moments.length <= most) return { ...group, runs };
  const ends = moments.filter(
    ({ phase }, index) => moments[index - 1]?.phase !== phase || moments[index + 1]?.phase !== phase,
  );
  const others = Math.max(0, most - ends.length);
  const even = Array.from(
    { length: others },
    (_, k) => moments[Math.round(((k + 1) * (moments.length - 1)) / (others + 1))],
  );
  const kept = new Set([...ends, ...even].flatMap((point) => (point === undefined ? [] : [key(point)])));
  return {
    ...group,
    runs: runs.map((run) => ({ ...run, measurements: run.measurements.filter((point) => kept.has(key(point))) })),
  };
}

function key({ phase, epoch }: Pick<Run['measurements'][number], 'phase' | 'epoch'>): string {
  return `${phase}/${epoch}`;
}
