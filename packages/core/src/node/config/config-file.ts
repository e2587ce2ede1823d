import { readFile } from 'node:fs/promises';
import type { Document } from 'yaml';
import type { ExperimentConfig } from '../../contracts/experiment-config.ts';
import { LabError, messageOf } from '../../errors.ts';
import { reasonOf } from '../files/system-error.ts';
import { formatOf } from '../runs/format.ts';

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
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    throw new LabError('config', `${path}: cannot be read (${reasonOf(error)})`, { cause: error });
  }
  const { parseDocument } = await import('yaml');
  // JSON is a form of YAML. Reading it as YAML gives line numbers, and refuses duplicate keys.
  const document = parseDocument(text, { schema: extension === 'json' ? 'json' : 'core', prettyErrors: true });
  const [error] = document.errors;
  if (error !== undefined) {
    const message = (error.message.split('\n')[0] as string).replace(/ at line \d+, column \d+:?$/, '');
    const line = error.linePos?.[0].line ?? 1;
    throw new LabError('config', `${path}, line ${line}: ${message}`, { cause: error });
  }
  const config = toPlainData(document, path);
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

function toPlainData(document: Document, path: string): unknown {
  try {
    return document.toJS();
  } catch (error) {
    // YAML expands aliases here, so an error in them appears here.
    throw new LabError('config', `${path}: ${messageOf(error)}`, { cause: error });
  }
}
