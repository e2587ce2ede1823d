import { LabError, type ParameterValues } from '@sharpness-lab/core';
import { readWeights } from '@sharpness-lab/core/node';
import type { Run, RunGroup } from './run.ts';

/**
 * Reads the final parameters of completed runs.
 *
 * @returns a function that gives the parameters of one of the runs; it throws LabError (store) for a run that is not
 *   completed
 * @throws LabError (store) when a file is missing or damaged
 */
export async function finalWeights(groups: readonly RunGroup[]): Promise<(run: Run) => ParameterValues> {
  const finished = groups.flatMap(({ runs }) => runs).filter(({ result }) => result?.status === 'completed');
  const read = await Promise.all(finished.map(async ({ dir }) => [dir, await readWeights(dir)] as const));
  const byFolder = new Map(read);
  return ({ dir }) => {
    const weights = byFolder.get(dir);
    if (weights === undefined) {
      throw new LabError('store', `${dir}: the run has not been completed, so it has no final weights`);
    }
    return weights;
  };
}
