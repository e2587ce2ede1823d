/** An entry that differs between configurations. */
export interface ConfigDifference {
  /** The path for `sharpness run`, for example `phases.0.optimizer.rho`. */
  readonly path: string;
  /** The value in each configuration, in their order; undefined where a configuration has no such entry. */
  readonly values: readonly unknown[];
}

/**
 * The differences between configurations, entry by entry, in the order of the configurations. The name of a plugin
 * stands under the path of the plugin itself (`model`, not `model.name`).
 *
 * @param configs configurations, or parts of them, as `config.json` has them
 */
export function configDifferences(configs: readonly object[]): ConfigDifference[] {
  const entries = configs.map((config) => new Map(leavesOf(config, '')));
  const paths = new Set(entries.flatMap((leaves) => [...leaves.keys()]));
  return [...paths]
    .map((path) => ({ path, values: entries.map((leaves) => leaves.get(path)) }))
    .filter(({ values }) => values.some((value) => JSON.stringify(value) !== JSON.stringify(values[0])));
}

/** The differences that are not inside another one: where plugins differ, their options are not listed. */
export function outermost(differences: readonly ConfigDifference[]): ConfigDifference[] {
  return differences.filter(({ path }) => !differences.some((other) => path.startsWith(`${other.path}.`)));
}

/** A value of a configuration in a label. */
export function valueText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** The options of a configuration that are numbers, by their paths. */
export function numericOptions(config: object): Map<string, number> {
  return new Map(leavesOf(config, '').filter((leaf): leaf is [string, number] => typeof leaf[1] === 'number'));
}

/** The leaves with their paths: values that are no objects, and empty objects and lists. */
function leavesOf(value: unknown, path: string): [string, unknown][] {
  if (typeof value !== 'object' || value === null || isPlainList(value)) return [[path, value]];
  return Object.entries(value).flatMap(([key, element]) => leavesOf(element, pathTo(path, key)));
}

/** Lists of numbers and strings are compared as a whole: scales of layers, hidden widths, names of packages. */
function isPlainList(value: object): boolean {
  return Array.isArray(value) && value.every((element) => typeof element !== 'object');
}

function pathTo(path: string, key: string): string {
  if (path === '') return key;
  return key === 'name' ? path : `${path}.${key}`;
}
