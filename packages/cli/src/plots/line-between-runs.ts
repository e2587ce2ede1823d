import {
  decisiveConfig,
  type ExperimentConfig,
  interpolate,
  type Lab,
  LabError,
  measureAt,
  type PlannedRun,
} from '@sharpness-lab/core';
import { readWeights } from '@sharpness-lab/core/node';
import type { LineData, LinePoint, Run } from '@sharpness-lab/report';
import { completedBy, labOfRuns, withPlugins } from '../lab-of-runs.ts';

/** Positions on the line, 40 between the networks and 10 beyond each: both ends are among them exactly. */
const positions = Array.from({ length: 61 }, (_, k) => (k - 10) / 40);

/** The keys that two runs must share, so that the loss between them is one function. */
const shared = ['dataset', 'model', 'loss'] as const;

/**
 * Measures the metrics of the first run, on its data, along the straight line from its final parameters to those of
 * the second.
 *
 * @throws LabError of kind `config` when the two differ in dataset, model or loss, are not finished, or a file that the
 *   first one reads has changed; of kind `plugin` when a plugin that it needs is not there any more
 */
export async function lineBetweenRuns(from: Run, to: Run, name: string): Promise<LineData> {
  for (const run of [from, to]) {
    if (run.result !== undefined) continue;
    throw new LabError('config', `${run.dir} is not finished: go on with it by "sharpness resume ${run.dir}"`);
  }
  const ofRuns = await labOfRuns(from, to);
  const configs = [from, to].map(({ config, environment }) =>
    decisiveConfig(completedBy(ofRuns.lab, config), environment.sources),
  );
  for (const key of shared) {
    // Resolved configurations have their keys in one order.
    const [a, b] = configs.map((config) => JSON.stringify(config[key]));
    if (a === b) continue;
    throw new LabError(
      'config',
      `no line joins ${from.dir} and ${to.dir}: expected the same ${key}, got ${a} and ${b}`,
    );
  }
  const refusal = `nothing can be measured between the networks of ${from.dir} and ${to.dir}`;
  const planned = await withPlugins(ofRuns, refusal, () => planAgain(ofRuns.lab, from));
  const [start, end] = await Promise.all([readWeights(from.dir), readWeights(to.dir)]);
  const points: LinePoint[] = [];
  const networks = function* () {
    for (const t of positions) yield interpolate(start, end, t);
  };
  for await (const { arrays: _arrays, ...measured } of measureAt(planned, networks())) {
    points.push({ t: positions[points.length] as number, ...measured });
  }
  const quantities = planned.experiment.metrics.flatMap((metric) => metric.quantities);
  return { name, ...labelsOf(from.config, to.config), ...noteOn(from.config, to.config), quantities, points };
}

/** @throws LabError when a plugin of the run is missing, or a file that it reads has changed */
async function planAgain(lab: Lab, run: Run): Promise<PlannedRun> {
  const config = lab.resolve(run.config);
  return lab.plan(config, await lab.readAgain(config, run.environment.sources));
}

function labelsOf(from: ExperimentConfig, to: ExperimentConfig): { readonly from: string; readonly to: string } {
  const label = ({ name, seed }: ExperimentConfig) => (from.seed === to.seed ? name : `${name}, seed ${seed}`);
  return { from: label(from), to: label(to) };
}

function noteOn(from: ExperimentConfig, to: ExperimentConfig): { readonly note?: string } {
  if (from.seed === to.seed) return {};
  return {
    note: `All of it is measured on the data of A, which has seed ${from.seed}: B was trained on other samples of the same dataset, those of seed ${to.seed}.`,
  };
}
