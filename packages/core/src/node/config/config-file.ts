import type { Stats } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import type { ExperimentConfig } from '../../contracts/experiment-config.ts';
import { LabError } from '../../errors.ts';
import { reasonOf } from '../files/system-error.ts';
import { formatOf } from '../runs/format.ts';
import { parseYaml } from './parse-yaml.ts';

/** Bytes. */
const LARGEST = 10_000_000;

/**
 * Reads a configuration from a YAML or JSON file; one from the folder of a run is without its `format`.
 *
 * @returns plain data; the only check is that it is an object
 * @throws LabError of kind `config` naming the file and, if it is malformed, the line; of kind `store` if its format is
 *   one that this version does not read
 */
export async function loadConfig(path: string): Promise<Readonly<Record<string, unknown>>> {
  const extension = /\.(ya?ml|json)$/i.exec(path)?.[1]?.toLowerCase();
  if (extension === undefined) throw new LabError('config', `${path}: expected a .yaml, .yml or .json file`);
  const parsed = await parseYaml(await readConfig(path), extension === 'json' ? 'json' : 'core');
  if ('problem' in parsed) throw new LabError('config', `${path}, line ${parsed.line}: ${parsed.problem}`);
  const config = parsed.value;
  if (typeof config !== 'object' || config === null || Array.isArray(config)) {
    throw new LabError('config', `${path}: expected an object with keys such as dataset, model and phases`);
  }
  // What a run keeps its configuration in says of which format it is.
  const { format, ...experiment } = config as Record<string, unknown>;
  formatOf(path, { format });
  return experiment;
}

/** A configuration as YAML. */
export async function formatConfig(config: ExperimentConfig): Promise<string> {
  const { stringify } = await import('yaml');
  return stringify(JSON.parse(JSON.stringify(config)));
}

async function readConfig(path: string): Promise<string> {
  try {
    const { size } = await ensureFile(path);
    if (size > LARGEST) {
      throw new LabError(
        'config',
        `${path}: expected a configuration of at most 10 MB, got ${Math.round(size / 1e6)} MB: put data into a file of their own`,
      );
    }
    return await readFile(path, 'utf8');
  } catch (error) {
    if (error instanceof LabError) throw error;
    throw new LabError('config', `${path}: cannot be read (${reasonOf(error)})`, { cause: error });
  }
}

/** Opening a pipe waits for somebody who writes into it. */
async function ensureFile(path: string): Promise<Stats> {
  const stats = await stat(path);
  if (stats.isFile() || stats.isDirectory()) return stats;
  throw new LabError('config', `${path}: cannot be read (it is no file)`);
}
