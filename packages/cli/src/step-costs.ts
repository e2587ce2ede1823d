import { benchmark, LabError, type PlannedRun, totalSteps } from '@sharpness-lab/core';

/** Seconds that a run takes beside its steps: drawing data, measuring, writing. */
const OVERHEAD = 0.2;

/**
 * How long each run will take, in seconds, by this machine's step rates: one short measurement for each kind of step,
 * that of the first phase at the start of training. Steps get cheaper as neurons fall silent, so it is an upper
 * estimate.
 */
export async function estimateSeconds(runs: readonly PlannedRun[], signal: AbortSignal): Promise<number[]> {
  const costs = new Map<string, number>();
  for (const planned of runs) {
    const key = kindOfStep(planned);
    if (signal.aborted || key === undefined || costs.has(key)) continue;
    costs.set(key, await secondsPerStep(planned, signal));
  }
  return runs.map((planned) => OVERHEAD + (costs.get(kindOfStep(planned) ?? '') ?? 0) * totalSteps(planned.experiment));
}

/** When the last of some runs ends if threads take them one after the other, in this order. */
export function makespan(seconds: readonly number[], threads: number): number {
  const busy = new Array<number>(threads).fill(0);
  for (const each of seconds) {
    const next = busy.indexOf(Math.min(...busy));
    busy[next] = (busy[next] as number) + each;
  }
  return Math.max(...busy);
}

/** What decides the cost of a step; undefined for a run without steps. */
function kindOfStep({ experiment: { config }, engine }: PlannedRun): string | undefined {
  const { dataset, model, loss, phases } = config;
  const [phase] = phases;
  if (phase === undefined) return undefined;
  const { optimizer, batchSize, constraint } = phase;
  return JSON.stringify([dataset, model, loss.name, optimizer.name, batchSize, constraint?.name, engine.plan.paths[0]]);
}

async function secondsPerStep(planned: PlannedRun, signal: AbortSignal): Promise<number> {
  try {
    for await (const { seconds, steps } of benchmark([{ planned }], { rounds: 1, signal })) return seconds / steps;
  } catch (error) {
    // A setting that diverges at once will not take long.
    if (!(error instanceof LabError)) throw error;
  }
  return 0;
}
