import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ParameterValues } from '../../contracts/model.ts';
import type { MeasuredPoint } from '../../contracts/run-store.ts';
import { LabError } from '../../errors.ts';
import { ifThere, reasonOf } from '../files/system-error.ts';
import { METRICS, WEIGHTS } from './run-directory.ts';
import { decodeSafetensors } from './safetensors.ts';

/**
 * The measurements of a finished run, in the order in which they were made.
 *
 * @throws LabError of kind `store` when the file is missing or damaged
 */
export async function readMeasurements(dir: string): Promise<MeasuredPoint[]> {
  return readPart(join(dir, METRICS), (bytes) =>
    new TextDecoder()
      .decode(bytes)
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as MeasuredPoint),
  );
}

/**
 * The measurements so far of a run that is going on or was stopped: those before the first incomplete line, and none
 * when there is no file.
 *
 * @throws LabError of kind `store` when the file cannot be read
 */
export async function readMeasurementsSoFar(dir: string): Promise<MeasuredPoint[]> {
  const lines = (await ifThere(join(dir, METRICS), (path) => readFile(path, 'utf8')))?.split('\n') ?? [];
  const points: MeasuredPoint[] = [];
  for (const line of lines) {
    try {
      points.push(JSON.parse(line) as MeasuredPoint);
    } catch {
      break;
    }
  }
  return points;
}

/**
 * The parameters at the end of a finished run.
 *
 * @throws LabError of kind `store` when the file is missing or damaged
 */
export async function readWeights(dir: string): Promise<ParameterValues> {
  return readPart(join(dir, WEIGHTS), (bytes) =>
    Object.fromEntries(
      Object.entries(decodeSafetensors(bytes).tensors).map(([name, { values }]) => [name, Float32Array.from(values)]),
    ),
  );
}

async function readPart<T>(path: string, parse: (bytes: Uint8Array) => T): Promise<T> {
  try {
    return parse(await readFile(path));
  } catch (cause) {
    throw new LabError('store', `${path} cannot be read (${reasonOf(cause)}): remove its folder to run it again`, {
      cause,
    });
  }
}
