import { LabError } from '@sharpness-lab/core';
import { findStudies, picturesOf, reproductions } from '@sharpness-lab/paper/studies';
import { type Chart, finalWeights, groupRuns, readRuns, studyCharts } from '@sharpness-lab/report';
import { composeLab } from '../packages.ts';

/**
 * The charts of a figure of the paper, of one of its panels or of Table 1, from the existing runs.
 *
 * @param paths folders of runs and of such folders
 * @param skipped gets a message for each run that cannot be read
 * @throws LabError of kind `config` for unknown figures, and for figures without runs
 */
export async function figurePictures(
  name: string,
  paths: readonly string[],
  skipped: (warning: string) => void,
): Promise<Chart[]> {
  const studies = findStudies(reproductions, name, { scale: 'quick' });
  const isDrawing = studies.every(({ experiments }) => Object.keys(experiments).length === 0);
  const groups = groupRuns(isDrawing ? [] : await readRuns(paths, skipped));
  const [lab, weights] = await Promise.all([composeLab(), finalWeights(groups)]);
  const charts = studies.flatMap(({ name }) => {
    const pictures = picturesOf(name);
    return pictures === undefined ? [] : studyCharts(pictures, groups, weights, lab);
  });
  if (charts.length > 0) return charts;
  const place = paths.join(', ');
  throw new LabError('config', `no run of ${name} is in ${place}: "sharpness reproduce ${name}" trains them`);
}
