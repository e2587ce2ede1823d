import { drawData, type Lab, type Outcome, type PlannedRun, RUN_STORE } from '@sharpness-lab/core';
import type { FinishedRun } from '../study.ts';

/** What a study is told of a run. The data are drawn when they are first asked for: few studies look at them. */
export async function finishedRun(lab: Lab, planned: PlannedRun, outcome: Outcome): Promise<FinishedRun> {
  const { config, dataset } = planned.experiment;
  let data: FinishedRun['data'] | undefined;
  const left = outcome.status === 'failed' ? nothing : await leftBehind(lab, outcome);
  return {
    config,
    status: outcome.status,
    ...left,
    get data() {
      data ??= drawData(dataset, config.seed);
      return data;
    },
  };
}

type Left = Pick<FinishedRun, 'final' | 'measurements' | 'parameters'>;

const nothing: Left = { final: {}, measurements: [], parameters: {} };

async function leftBehind(lab: Lab, run: Exclude<Outcome, { readonly status: 'failed' }>): Promise<Left> {
  const store = lab.service(RUN_STORE);
  const [measurements, parameters] = await Promise.all([store.measurements(run), store.parameters(run)]);
  return { final: run.result.final.values, measurements, parameters };
}
