import { existsSync } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Lab } from '@sharpness-lab/core';
import type { StudyRecord } from '@sharpness-lab/studies';
import { claimsFile, readClaims } from '@sharpness-lab/studies/node';
import { type StudyPictures, studyCharts } from '../figures/study-charts.ts';
import { finalWeights } from '../runs/final-weights.ts';
import { groupRuns } from '../runs/group-runs.ts';
import { readRuns } from '../runs/read-runs.ts';
import type { Run } from '../runs/run.ts';
import type { MissingStudy, ReportContents, StudySection } from './contents.ts';
import { experimentSections } from './experiments.ts';
import { fewerMeasurements } from './fewer-measurements.ts';
import { scaleNotes } from './study-label.ts';

/** The largest number of points of a curve in a study's figure. */
const POINTS_PER_CURVE = 200;

/** The sources of a report. */
export interface ReportRequest {
  readonly title: string;
  /** Folders of runs, with the studies of a `claims.json` in them, and folders of single runs. */
  readonly paths: readonly string[];
  /** The expected studies, in the order of the report. Those that are not found are listed with their commands. */
  readonly wanted?: readonly MissingStudy[];
  /** What is drawn of a study, by its name; of others nothing is. */
  readonly picturesOf?: (study: string) => StudyPictures | undefined;
  /** With the plugins of the runs, for pictures that need their data and models. */
  readonly lab?: Lab;
  /** Gets a message for each run that cannot be read, and for each picture that cannot be drawn. */
  readonly skipped?: (warning: string) => void;
}

/** A study and the folder of its runs. */
interface FoundStudy {
  readonly record: StudyRecord;
  readonly folder: string;
}

/**
 * Reads the contents of a report.
 *
 * @throws LabError for a path without runs and studies, and for damaged files
 */
export async function gather({
  title,
  paths,
  wanted = [],
  picturesOf = () => undefined,
  lab,
  skipped,
}: ReportRequest): Promise<ReportContents> {
  const found = newest((await Promise.all(paths.map(studiesIn))).flat());
  const withRuns = await pathsWithRuns(paths, found);
  const runs = withRuns.length === 0 ? [] : await readRuns(withRuns, skipped);
  const studies = await Promise.all(
    inOrder(found, wanted).map((study) => studySection(study, picturesOf(study.record.name), runs, lab, skipped)),
  );
  const noteOf = scaleNotes(found.map(({ record }) => record));
  return {
    title,
    date: new Date().toISOString(),
    studies: studies.map(({ section }) => section),
    missing: wanted.filter(({ name }) => !found.some(({ record }) => record.name === name)),
    experiments: experimentSections(groupRuns(runs), (run) => {
      const record = studies.find(({ drawn }) => drawn.has(run))?.section.record;
      return record && `${record.name}${noteOf(record)}`;
    }),
  };
}

async function studiesIn(path: string): Promise<FoundStudy[]> {
  const kind = await stat(path).catch(() => undefined);
  if (kind?.isDirectory() !== true) return [];
  return (await readClaims(claimsFile(path))).map((record) => ({ record, folder: path }));
}

/** If several folders have the same study at the same scale, the latest one counts. */
function newest(studies: readonly FoundStudy[]): FoundStudy[] {
  const once = new Map<string, FoundStudy>();
  for (const study of studies) {
    const key = `${study.record.scale} ${study.record.name}`;
    const other = once.get(key);
    if (other === undefined || other.record.environment.date < study.record.environment.date) once.set(key, study);
  }
  return [...once.values()];
}

/** A folder can have studies and no runs, because studies of constructed networks leave no runs. */
async function pathsWithRuns(paths: readonly string[], found: readonly FoundStudy[]): Promise<string[]> {
  const flags = await Promise.all(
    paths.map(async (path) => !found.some(({ folder }) => folder === path) || (await hasRuns(path))),
  );
  return paths.filter((_, index) => flags[index]);
}

async function hasRuns(folder: string): Promise<boolean> {
  return (await readdir(folder)).some((name) => existsSync(join(folder, name, 'config.json')));
}

/**
 * The expected studies come first, in their order, and then all others as they were found. Paper scale comes before
 * quick scale.
 */
function inOrder(studies: readonly FoundStudy[], wanted: readonly MissingStudy[]): FoundStudy[] {
  const names = [...wanted.map(({ name }) => name), ...studies.map(({ record }) => record.name)];
  const place = ({ record }: FoundStudy) => 2 * names.indexOf(record.name) + (record.scale === 'paper' ? 0 : 1);
  return studies.toSorted((a, b) => place(a) - place(b));
}

interface DrawnStudy {
  readonly section: StudySection;
  /** The runs in the study's figures. */
  readonly drawn: ReadonlySet<Run>;
}

async function studySection(
  { record, folder }: FoundStudy,
  pictures: StudyPictures | undefined,
  runs: readonly Run[],
  lab: Lab | undefined,
  leftOut: (message: string) => void = () => {},
): Promise<DrawnStudy> {
  const names = new Map(
    record.runs.flatMap(({ name, dir }) => (dir === undefined ? [] : [[resolve(folder, dir), name]])),
  );
  const behind = runs.filter(({ dir }) => names.has(resolve(dir)));
  // A run that was there before the study can have another name, which is a label.
  const named = behind.map((run) => ({
    ...run,
    config: { ...run.config, name: names.get(resolve(run.dir)) as string },
  }));
  const groups = groupRuns(named).map((group) => fewerMeasurements(group, POINTS_PER_CURVE));
  const charts =
    pictures === undefined
      ? []
      : await studyCharts(pictures, { groups, weights: await finalWeights(groups), lab, leftOut });
  return { section: { record, charts }, drawn: new Set(charts.length === 0 ? [] : behind) };
}
