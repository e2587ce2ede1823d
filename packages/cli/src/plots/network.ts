import { LabError } from '@sharpness-lab/core';
import { readWeights } from '@sharpness-lab/core/node';
import { networkPictures } from '@sharpness-lab/report';
import { labOfRuns, withPlugins } from '../lab-of-runs.ts';
import type { Plot } from './plot.ts';
import { refuseAxes } from './refuse-axes.ts';

/**
 * A picture of the network at the end of a run.
 *
 * @returns the function that draws it. It throws a LabError of kind `config` unless there is exactly one run, which is
 *   completed and whose network has what the picture shows, and for `--x` and `--y`; of kind `plugin` when it needs a
 *   plugin that is not there any more.
 */
export function networkPlot(kind: keyof typeof networkPictures): Plot {
  return async (_groups, request) => {
    refuseAxes(kind, request);
    const { name, title, runs } = request;
    const [run, ...others] = runs;
    if (run === undefined || others.length > 0) {
      throw new LabError('config', `--kind ${kind}: expected the folder of one run, got ${runs.length} runs`);
    }
    if (run.result?.status !== 'completed') {
      throw new LabError('config', `--kind ${kind}: ${run.dir} is not completed, so that it has no final weights`);
    }
    const ofRun = await labOfRuns(run);
    const trained = { run, parameters: await readWeights(run.dir), lab: ofRun.lab };
    const refusal = `--kind ${kind}: the network of ${run.dir} cannot be made anew`;
    const chart = await withPlugins(ofRun, refusal, async () => networkPictures[kind].draw(trained, { name, title }));
    if (chart === undefined) {
      throw new LabError('config', `--kind ${kind}: model "${run.config.model.name}" has none of these to show`);
    }
    return chart;
  };
}
