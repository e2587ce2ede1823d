import type { Lab } from '@sharpness-lab/core';
import type { Scale } from '@sharpness-lab/studies';
import { type ExecutedStudies, executeStudies } from '@sharpness-lab/studies/node';
import { findStudies, reproductions, verifications } from './studies/by-name.ts';
import { variations } from './studies/variations.ts';

/** How to reproduce. */
export interface Reproduction {
  /** `quick` unless told. */
  readonly scale?: Scale;
  /** Seeds for each setting; without it, as many as each claim needs. */
  readonly seeds?: number | undefined;
  /** Whether to vary what the paper leaves open, one choice at a time. */
  readonly sensitivity?: boolean;
  /** Stops it; the same call goes on from there. */
  readonly signal?: AbortSignal;
}

/**
 * Reproduces Table 1 (`table1`), a figure (`fig4`), a panel of one (`fig4b`) or `all` of the paper: executes what it
 * takes with the lab's launcher, judges the claims, and records them in `claims.json` beside the runs.
 *
 * @param lab with this package, the plugins and engines, a run store and a launcher
 * @returns undefined when it was stopped
 * @throws LabError of kind `config` for an unknown name
 */
export async function reproduce(
  name: string,
  lab: Lab,
  { scale = 'quick', seeds, sensitivity = false, signal }: Reproduction = {},
): Promise<ExecutedStudies | undefined> {
  const options = `--scale ${scale}${seedsOption(seeds)}${sensitivity ? ' --sensitivity' : ''}`;
  return executeStudies(
    lab,
    {
      label: name,
      studies: findStudies(reproductions, name, { scale, seeds }),
      scale,
      variations: sensitivity ? variations : [],
      judges: judges(lab),
      commandFor: (study) => `sharpness reproduce ${study} ${options}`,
    },
    signal,
  );
}

/**
 * Checks a statement of the paper's theory, or `all`, by computing. Otherwise as {@link reproduce}.
 *
 * @throws LabError of kind `config` for an unknown name
 */
export async function verify(
  name: string,
  lab: Lab,
  { seeds, signal }: Pick<Reproduction, 'seeds' | 'signal'> = {},
): Promise<ExecutedStudies | undefined> {
  return executeStudies(
    lab,
    {
      label: name,
      studies: findStudies(verifications, name, { scale: 'quick', seeds }),
      scale: 'quick',
      judges: judges(lab),
      commandFor: (study) => `sharpness verify ${study}${seedsOption(seeds)}`,
    },
    signal,
  );
}

function seedsOption(seeds: number | undefined): string {
  return seeds === undefined ? '' : ` --seeds ${seeds}`;
}

/** This package judges the claims, so its version takes part. */
function judges(lab: Lab): Record<string, string> {
  const { name, version } = lab.registry.get('initializer', 'memorizing').origin;
  return { [name]: version };
}
