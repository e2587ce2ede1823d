import type { Run, RunGroup } from '../runs/run.ts';

/**
 * A group with at most so many measurements in each run, chosen evenly. All runs of a group keep the same ones, so that
 * the means are over all seeds. The first and the last measurement of each phase always stay.
 */
export function fewerMeasurements({ runs, ...group }: RunGroup, most: number): RunGroup {
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
