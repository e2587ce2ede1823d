import { benchmark, LabError, type PlannedRun, totalSteps } from '@sharpness-lab/core';

/** Seconds that a run takes beside its steps: drawing data, measuring, writing. */
const OVERHEAD = 0.2;

/**
 * The expected duration of each run in seconds, from step rates on this machine. Each kind of step is measured once,
 * briefly, in the first phase at the start of training. Steps get cheaper as neurons fall silent, so the estimate is an
 * upper one.
 */
export async function estimateSeconds<K>(
  runs: ReadonlyMap<K, PlannedRun>,
  signal: AbortSignal | undefined,
): Promise<ReadonlyMap<K, number>> {
  const costs = new Map<string, number>();
  for (const planned of runs.values()) {
    const kind = kindOfStep(planned);
    if (signal?.aborted === true || kind === undefined || costs.has(kind)) continue;
    costs.set(kind, await secondsPerStep(planned, signal));
  }
  const cost = (planned: PlannedRun) => costs.get(kindOfStep(planned) ?? '') ?? 0;
  return new Map(
    Array.from(runs, ([key, planned]) => [key, OVERHEAD + cost(planned) * totalSteps(planned.experiment)]),
  );
}

/** When the last of some runs ends if `lanes` take them one after the other, in this order. */
export function makespan(seconds: readonly number[], lanes: number): number {
  const busy = new Array<number>(lanes).fill(0);
  for (const each of seconds) {
    const next = busy.indexOf(Math.min(...busy));
    busy[next] = (busy[next] as number) + each;
  }
  return Math.max(...busy);
}

/** The settings that decide the cost of a step; undefined for a run without steps. */
function kindOfStep({ experiment: { config }, engine }: PlannedRun): string | undefined {
  const { dataset, model, loss, phases } = config;
  const [phase] = phases;
  if (phase === undefined) return undefined;
  const { optimizer, batchSize, constraint } = phase;
  return JSON.stringify([dataset, model, loss.name, optimizer.name, batchSize, constraint?.name, engine.paths[0]]);
}

async function secondsPerStep(planned: PlannedRun, signal: AbortSignal | undefined): Promise<number> {
  try {
    for await (const { seconds, steps } of benchmark([{ planned }], { rounds: 1, signal })) return seconds / steps;
  } catch (error) {
    // A setting that diverges at once takes little time.
    if (!(error instanceof LabError)) throw error;
  }
  return 0;
}
