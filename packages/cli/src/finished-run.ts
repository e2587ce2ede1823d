import { drawData, type ExperimentConfig, type Lab, type Outcome } from '@sharpness-lab/core';
import { readMeasurements, readWeights } from '@sharpness-lab/core/node';
import type { FinishedRun } from '@sharpness-lab/paper/claims';

/** What studies are told of a run. The data are drawn when they are first asked for: few studies look at them. */
export async function finishedRun(lab: Lab, config: ExperimentConfig, outcome: Outcome): Promise<FinishedRun> {
  let data: FinishedRun['data'] | undefined;
  const left = outcome.status === 'failed' ? nothing : await leftBehind(outcome.dir);
  return {
    config,
    status: outcome.status,
    final: outcome.status === 'failed' ? {} : outcome.result.final.values,
    ...left,
    get data() {
      data ??= drawData(lab.registry.create(config.dataset), config.seed);
      return data;
    },
  };
}

const nothing: Pick<FinishedRun, 'measurements' | 'parameters'> = { measurements: [], parameters: {} };

async function leftBehind(dir: string): Promise<typeof nothing> {
  const [measurements, parameters] = await Promise.all([readMeasurements(dir), readWeights(dir)]);
  return { measurements, parameters };
}
