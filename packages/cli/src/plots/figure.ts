import { LabError } from '@sharpness-lab/core';
import { findStudies, picturesOf, reproductions } from '@sharpness-lab/paper/studies';
import { type Chart, finalWeights, groupRuns, readRuns, runsOfStudy, studyCharts } from '@sharpness-lab/report';
import { scales } from '@sharpness-lab/studies';
import { completedBy } from '../lab-of-runs.ts';
import { composeLab } from '../packages.ts';

/**
 * The charts of a figure of the paper, of one of its panels or of Table 1, from the existing runs: those of its
 * experiments, at both scales and with any seed.
 *
 * @param paths folders of runs and of such folders
 * @param warn gets a message for each run that cannot be read, or is only called like one of the figure's, and for each
 *   picture that cannot be drawn
 * @throws LabError of kind `config` for unknown figures, and for figures without runs
 */
export async function figurePictures(
  name: string,
  paths: readonly string[],
  warn: (message: string) => void,
): Promise<Chart[]> {
  const studies = scales.flatMap((scale) => findStudies(reproductions, name, { scale }));
  const experimentsOf = (study: string) =>
    studies.filter(({ name }) => name === study).flatMap(({ experiments }) => Object.values(experiments));
  const isDrawing = studies.every(({ experiments }) => Object.keys(experiments).length === 0);
  const lab = await composeLab();
  const recorded = isDrawing ? [] : await readRuns(paths, warn);
  const runs = recorded.map((run) => ({ ...run, config: completedBy(lab, run.config) }));
  const charts: Chart[] = [];
  for (const study of new Set(studies.map(({ name }) => name))) {
    const pictures = picturesOf(study);
    if (pictures === undefined) continue;
    const shown = new Set([
      ...pictures.panels.map(({ experiment }) => experiment),
      ...Object.keys(pictures.comparison?.labels ?? {}),
    ]);
    const experiments = experimentsOf(study).filter(({ name = '' }) => shown.has(name));
    const found = runsOfStudy(
      study,
      experiments.map((experiment) => completedBy(lab, experiment)),
      runs,
    );
    for (const message of found.leftOut) warn(`left out: ${message}`);
    const groups = groupRuns(found.runs);
    charts.push(...(await studyCharts(pictures, { groups, weights: await finalWeights(groups), lab, leftOut: warn })));
  }
  if (charts.length > 0) return charts;
  const place = paths.join(', ');
  throw new LabError('config', `no run of ${name} is in ${place}: "sharpness reproduce ${name}" trains them`);
}
