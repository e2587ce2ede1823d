import { cpus } from 'node:os';
import { relative, sep } from 'node:path';
import type { Outcome, PlannedRun } from '@sharpness-lab/core';
import type { Conclusion, Scale, Study } from '../study.ts';
import type { RunOfStudy, StudyRecord } from './study-record.ts';

/** An experiment of a study and how its run ended. */
interface Training {
  readonly key: string;
  readonly planned: PlannedRun;
  readonly outcome: Outcome;
}

/** A study, how its runs ended, and what it came to. */
export interface ConcludedStudy {
  readonly study: Study;
  readonly trainings: readonly Training[];
  readonly conclusion: Conclusion;
  /** The same study with choices made otherwise; what is varied is their title. */
  readonly variations: readonly Omit<ConcludedStudy, 'variations'>[];
}

/** What the records of studies that are executed together have in common. */
export interface Circumstances {
  /** The folder that holds the runs. */
  readonly location: string;
  readonly date: Date;
  readonly scale: Scale;
  readonly judges: Readonly<Record<string, string>>;
  /** The command that repeats the study of a name. */
  commandFor(study: string): string;
}

/** What is kept of a study. */
export function recordOf(
  { study: { name, title }, trainings, conclusion: { claims, tables }, variations }: ConcludedStudy,
  { location, date, scale, judges, commandFor }: Circumstances,
): StudyRecord {
  return {
    name,
    title,
    command: commandFor(name),
    scale,
    claims,
    tables,
    runs: trainings.map((training) => runOfStudy(training, location)),
    variations: variations.map(({ study, conclusion }) => ({ title: study.title, claims: conclusion.claims })),
    environment: {
      date: date.toISOString(),
      ...machine(),
      versions: Object.assign({ ...judges }, ...trainings.map(({ planned }) => planned.identity.versions)),
    },
  };
}

function runOfStudy({ key, planned: { experiment }, outcome }: Training, location: string): RunOfStudy {
  const { name, seed } = experiment.config;
  // With / on every system, so that the folder can be moved to another one.
  const dir = outcome.status === 'failed' ? {} : { dir: relative(location, outcome.dir).split(sep).join('/') };
  return { key, name, seed, status: outcome.status, ...dir };
}

function machine(): Omit<StudyRecord['environment'], 'date' | 'versions'> {
  const cpu = cpus()[0]?.model;
  return {
    node: process.version,
    platform: `${process.platform} ${process.arch}`,
    ...(cpu === undefined ? {} : { cpu }),
  };
}
