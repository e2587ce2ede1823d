import { cpus } from 'node:os';
import { relative, sep } from 'node:path';
import type { Outcome, PlannedRun } from '@sharpness-lab/core';
import type { Conclusion, RunOfStudy, Scale, Study, StudyRecord } from '@sharpness-lab/paper/claims';
import type { ComposedLab } from './packages.ts';
import type { PlannedStudies } from './plan-studies.ts';

/** A study with its conclusion. The title of a variation's study tells what is varied. */
export interface ConcludedStudy extends Conclusion {
  readonly study: Study;
  /** For each of the study's runs, its index in the list of runs. */
  readonly indices: readonly number[];
}

/** Common properties of the records that a command writes. */
export interface Circumstances {
  readonly out: string;
  readonly scale: Scale;
  /** The command that repeats the study with this name. */
  commandFor(study: string): string;
}

/** Studies, their variations, and the outcomes of all their runs. */
export interface Concluded {
  readonly studies: readonly ConcludedStudy[];
  readonly variations: readonly ConcludedStudy[];
  readonly runs: PlannedStudies['runs'];
  /** In the order of the runs. */
  readonly outcomes: readonly Outcome[];
}

/** The records of concluded studies. */
export function recordsOf(
  { studies, variations, runs, outcomes }: Concluded,
  { packages }: ComposedLab,
  { out, scale, commandFor }: Circumstances,
): StudyRecord[] {
  const surroundings = { date: new Date().toISOString(), ...machine() };
  // The versions include the package that judges.
  const judge = packages.filter(({ origin: { name } }) => name === '@sharpness-lab/paper');
  const judging = Object.fromEntries(judge.map(({ origin: { name, version } }) => [name, version]));
  return studies.map(({ study: { name, title }, indices, outcomes: verdicts, tables }) => {
    const mine = indices.map((index) => ({
      planned: runs[index] as PlannedRun,
      outcome: outcomes[index] as Outcome,
    }));
    return {
      name,
      title,
      command: commandFor(name),
      scale,
      outcomes: verdicts,
      tables,
      runs: mine.map(({ planned, outcome }) => runOfStudy(planned, outcome, out)),
      variations: variations
        .filter(({ study }) => study.name === name)
        .map(({ study, outcomes }) => ({ title: study.title, outcomes })),
      environment: {
        ...surroundings,
        versions: Object.assign({ ...judging }, ...mine.map(({ planned }) => planned.identity.versions)),
      },
    };
  });
}

function runOfStudy({ experiment: { config } }: PlannedRun, outcome: Outcome, out: string): RunOfStudy {
  // The path has / on every system, so that the folder can be moved between systems.
  const dir = outcome.status === 'failed' ? {} : { dir: relative(out, outcome.dir).split(sep).join('/') };
  return { name: config.name, seed: config.seed, status: outcome.status, ...dir };
}

function machine(): Omit<StudyRecord['environment'], 'date' | 'versions'> {
  const cpu = cpus()[0]?.model;
  return {
    node: process.version,
    platform: `${process.platform} ${process.arch}`,
    ...(cpu === undefined ? {} : { cpu }),
  };
}
