import { createHash } from 'node:crypto';
import type { RunStatus } from '@sharpness-lab/core';
import { encodeSafetensors } from '@sharpness-lab/core/node';
import type { Arrays, Execution } from './execute.ts';

/** A row of hashes.json. */
export interface Row {
  readonly status: RunStatus;
  readonly steps: number;
  /** The engine's code path in each phase. */
  readonly paths: string;
  /** Hash of the training and test set. */
  readonly data: string;
  /** Hash of the final parameters. */
  readonly parameters: string;
}

export type Table = Readonly<Record<string, Row>>;

/** The table of executed experiments. */
export function tableOf(executions: Readonly<Record<string, Execution>>): Table {
  return Object.fromEntries(
    Object.entries(executions).map(([name, { status, steps, paths, data, parameters }]) => [
      name,
      { status, steps, paths: paths.join(', '), data: hashArrays(data), parameters: hashArrays(parameters) },
    ]),
  );
}

/** Hash of names, shapes and numbers: the hash of the file weights.safetensors with these parameters. */
function hashArrays(arrays: Arrays): string {
  return hash(
    encodeSafetensors(
      Object.fromEntries(
        Object.entries(arrays).map(([name, { shape, values }]) => [name, { shape, values: Float32Array.from(values) }]),
      ),
    ),
  );
}

/** The first 16 hexadecimal digits of the SHA-256. */
export function hash(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex').slice(0, 16);
}
