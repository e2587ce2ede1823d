import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { ParameterValues } from '../../contracts/model.ts';
import { type Quantity, quantitySchema } from '../../contracts/quantity.ts';
import type { MeasuredPoint } from '../../contracts/run-store.ts';
import { z } from '../../vendor/zod.ts';
import { ifThere } from '../files/system-error.ts';
import { formatOf } from './format.ts';
import { measuredOfFormat0, quantitiesOfFormat0 } from './format-0.ts';
import { METRICS, QUANTITIES, WEIGHTS } from './run-directory.ts';
import { decodeSafetensors } from './safetensors.ts';
import { unreadable } from './unreadable.ts';

/**
 * The measurements of a finished run, in the order in which they were made.
 *
 * @throws LabError of kind `store` when the file is missing or damaged
 */
export async function readMeasurements(dir: string): Promise<MeasuredPoint[]> {
  const path = join(dir, METRICS);
  const saved = await readPart(path, (bytes) =>
    textOf(bytes)
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as SavedPoint),
  );
  return saved.map((point) => pointOf(path, point));
}

/**
 * The measurements so far of a run that is going on or was stopped: those before the first incomplete line, and none
 * when there is no file.
 *
 * @throws LabError of kind `store` when the file cannot be read
 */
export async function readMeasurementsSoFar(dir: string): Promise<MeasuredPoint[]> {
  const path = join(dir, METRICS);
  const lines = (await ifThere(path, (path) => readFile(path, 'utf8')))?.split('\n') ?? [];
  const points: MeasuredPoint[] = [];
  for (const line of lines) {
    let whole: SavedPoint;
    try {
      whole = JSON.parse(line) as SavedPoint;
    } catch {
      break;
    }
    points.push(pointOf(path, whole));
  }
  return points;
}

/** A line of measurements as it is in the file. */
type SavedPoint = MeasuredPoint & { readonly format?: unknown };

function pointOf(path: string, saved: SavedPoint): MeasuredPoint {
  const { format: _format, ...point } = saved;
  return formatOf(path, saved) === 0 ? { ...point, ...measuredOfFormat0(point.values) } : point;
}

const quantitiesSchema = z.object({ quantities: z.array(quantitySchema) });

/**
 * What is measured in a run, of which its folder tells: names, titles, units and scales. Runs of version 0.1.0 do not;
 * for them these are the quantities of the metrics that came with it, measured or not.
 *
 * @throws LabError of kind `store` when the file is damaged
 */
export async function readQuantities(dir: string): Promise<readonly Quantity[]> {
  const path = join(dir, QUANTITIES);
  if ((await ifThere(path, stat)) === undefined) return quantitiesOfFormat0;
  const content = await readPart(path, (bytes) => JSON.parse(textOf(bytes)) as { readonly format?: unknown });
  formatOf(path, content);
  const { success, data } = quantitiesSchema.safeParse(content);
  if (!success) throw unreadable(path, new Error('it is damaged'));
  return data.quantities;
}

/**
 * The parameters at the end of a finished run.
 *
 * @throws LabError of kind `store` when the file is missing or damaged
 */
export async function readWeights(dir: string): Promise<ParameterValues> {
  const path = join(dir, WEIGHTS);
  const { tensors, metadata } = await readPart(path, decodeSafetensors);
  formatOf(path, metadata.format === undefined ? {} : { format: Number(metadata.format) });
  return Object.fromEntries(Object.entries(tensors).map(([name, { values }]) => [name, Float32Array.from(values)]));
}

async function readPart<T>(path: string, parse: (bytes: Uint8Array) => T): Promise<T> {
  try {
    return parse(await readFile(path));
  } catch (cause) {
    throw unreadable(path, cause);
  }
}

function textOf(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}
