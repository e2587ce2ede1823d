import { formatValue } from '../../config/issues.ts';
import { LabError } from '../../errors.ts';
import { parseYaml } from './parse-yaml.ts';

/** A change to a configuration; see {@link applyOverrides}. */
export type Override = readonly [path: string, value: unknown];

/**
 * Reads changes written as `key.path=value`. Values are YAML, so that numbers, lists and objects can be written.
 *
 * @throws LabError of kind `config`
 */
export async function parseOverrides(texts: readonly string[]): Promise<Override[]> {
  return Promise.all(texts.map(parseOverride));
}

async function parseOverride(text: string): Promise<Override> {
  const [, path, value] = /^([^=]+)=(.*)$/s.exec(text) ?? [];
  if (path === undefined || value === undefined) {
    throw new LabError('config', `expected key=value (for example model.width=200), got ${formatValue(text)}`);
  }
  const parsed = await parseYaml(value);
  if ('value' in parsed) return [path, parsed.value];
  const problem = `${formatValue(value)} is not a value in YAML (${parsed.problem}); put quotes around text`;
  throw new LabError('config', `${path}: ${problem}`);
}
