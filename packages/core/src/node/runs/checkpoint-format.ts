import { createHash } from 'node:crypto';
import type { Checkpoint } from '../../contracts/events.ts';
import type { Measured, NumberArray } from '../../contracts/measurement.ts';
import type { ParameterSpecs, VectorValues } from '../../contracts/model.ts';
import { LabError } from '../../errors.ts';
import { FORMAT, formatOf } from './format.ts';
import { decodeSafetensors, encodeSafetensors, type Tensor, tensorsOf } from './safetensors.ts';

/** The position of the checksum in a file: behind the length of the header and the beginning of the header. */
const CHECKSUM_START = 8 + '{"__metadata__":{"sha256":"'.length;
const CHECKSUM_END = CHECKSUM_START + 64;

const PARAMETERS = 'parameters/';
const ARRAYS = 'final/';

/** The metadata of a checkpoint as JSON: everything except the numbers, with the names of the state vectors. */
type Description = Omit<Checkpoint, 'session' | 'final'> & {
  readonly format: number;
  readonly final: Measured<Omit<NumberArray, 'values'>>;
  readonly streams: Checkpoint['session']['streams'];
  readonly optimizer: readonly string[];
};

/**
 * A checkpoint as a safetensors file. Its tensors are `parameters/<parameter>`, for each state vector of the optimizer
 * `optimizer/<name>/<parameter>`, and for each array of the last measurement `final/<name>`. Its metadata are `sha256`,
 * the checksum of the rest of the file, and `checkpoint`, all other data as JSON.
 */
export function encodeCheckpoint({ session, final, ...rest }: Checkpoint, specs: ParameterSpecs): Uint8Array {
  const { parameters, optimizer, streams } = session;
  const { arrays, ...measured } = final;
  const tensors = Object.assign(
    tensorsOf(specs, parameters, PARAMETERS),
    ...Object.entries(optimizer).map(([name, values]) => tensorsOf(specs, values, statePrefix(name))),
    tensorsOf(
      arrays ?? {},
      mapped(arrays ?? {}, ({ values }) => values),
      ARRAYS,
    ),
  );
  const description: Description = {
    format: FORMAT,
    ...rest,
    final: arrays === undefined ? measured : { ...measured, arrays: mapped(arrays, ({ values: _, ...form }) => form) },
    streams,
    optimizer: Object.keys(optimizer),
  };
  const file = encodeSafetensors(tensors, {
    sha256: ' '.repeat(CHECKSUM_END - CHECKSUM_START),
    checkpoint: JSON.stringify(description),
  });
  file.set(Buffer.from(checksumOf(file)), CHECKSUM_START);
  return file;
}

/**
 * Reads a checkpoint of a run.
 *
 * @throws LabError of kind `store` with the error in the file
 */
export function decodeCheckpoint(file: Uint8Array, runId: string): Checkpoint {
  const { tensors, metadata } = decodeSafetensors(file);
  if (Buffer.from(file.subarray(CHECKSUM_START, CHECKSUM_END)).toString() !== checksumOf(file)) {
    throw new LabError('store', 'its checksum is not that of its content');
  }
  const description = JSON.parse(metadata.checkpoint as string) as Description;
  const format = formatOf('it', description);
  const { format: _format, streams, optimizer, final, ...rest } = description;
  if (format !== FORMAT) throw new LabError('store', `it is of format ${format}, and runs go on from format ${FORMAT}`);
  if (rest.runId !== runId) throw new LabError('store', `it is of run ${rest.runId}, not of ${runId}`);
  const names = Object.keys(tensors).flatMap((name) =>
    name.startsWith(PARAMETERS) ? [name.slice(PARAMETERS.length)] : [],
  );
  const valuesAt = (prefix: string): VectorValues =>
    Object.fromEntries(names.map((name) => [name, (tensors[`${prefix}${name}`] as Tensor).values]));
  const arrays =
    final.arrays === undefined
      ? undefined
      : mapped(final.arrays, (form, name) => ({
          ...form,
          values: tensors[`${ARRAYS}${name}`]?.values as Float64Array,
        }));
  return {
    ...rest,
    final: { ...final, ...(arrays === undefined ? {} : { arrays }) } as Measured,
    session: {
      parameters: valuesAt(PARAMETERS),
      optimizer: Object.fromEntries(optimizer.map((name) => [name, valuesAt(statePrefix(name))])),
      streams,
    },
  };
}

function mapped<T, U>(record: Readonly<Record<string, T>>, change: (value: T, name: string) => U): Record<string, U> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, change(value, name)]));
}

function statePrefix(name: string): string {
  return `optimizer/${name}/`;
}

/** SHA-256 of a file without the checksum itself. */
function checksumOf(file: Uint8Array): string {
  return createHash('sha256')
    .update(file.subarray(0, CHECKSUM_START))
    .update(file.subarray(CHECKSUM_END))
    .digest('hex');
}
