import { LabError } from '../../errors.ts';

/** A change to a configuration; see {@link applyOverrides}. */
export type Override = readonly [path: string, value: unknown];

/**
 * Reads changes written as `key.path=value`. Values are YAML, so that numbers, lists and objects can be written.
 *
 * @throws LabError of kind `config`
 */
export async function parseOverrides(texts: readonly string[]): Promise<Override[]> {
  const { parse } = await import('yaml');
  return texts.map((text) => {
    const [, path, value] = /^([^=]+)=(.*)$/s.exec(text) ?? [];
    if (path === undefined || value === undefined) {
      throw new LabError('config', `expected key=value (for example model.width=200), got "${text}"`);
    }
    try {
      return [path, parse(value)];
    } catch (error) {
      throw new LabError('config', `${path}: "${value}" is not a value in YAML; put quotes around text`, {
        cause: error,
      });
    }
  });
}
