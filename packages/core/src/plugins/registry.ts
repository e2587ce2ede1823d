import { describeIssues, formatPath, formatValue } from '../config/issues.ts';
import type { Definition, Plugins, PluginTypes } from '../contracts/plugin.ts';
import { PLUGIN_KINDS, type PluginKind } from '../contracts/plugin-kind.ts';
import {
  isReference,
  kindOf,
  type ParsedReference,
  parsedReference,
  type ResolvedReference,
  resolvedReference,
} from '../contracts/reference.ts';
import type { Schedule } from '../contracts/schedule.ts';
import type { Contents, Source } from '../contracts/sources.ts';
import { didYouMean, LabError, messageOf } from '../errors.ts';
import { attribute, pluginError, rememberPlugin } from './attribution.ts';
import { type Origin, originName } from './origin.ts';

/** A definition and its origin. */
export interface RegisteredPlugin<K extends PluginKind = PluginKind> {
  readonly definition: Definition<K>;
  readonly origin: Origin;
}

/** All plugins that an application has loaded, by kind and name. A former name of a plugin, an alias, finds it too. */
export class PluginRegistry implements Plugins {
  readonly #plugins = new Map<PluginKind, Map<string, RegisteredPlugin>>(PLUGIN_KINDS.map((kind) => [kind, new Map()]));

  /** @throws LabError of kind `plugin` when another plugin of the same kind has that name, or one of its aliases. */
  add(definition: Definition, origin: Origin): void {
    const plugins = this.#ofKind(definition.kind);
    const names = [definition.name, ...(definition.aliases ?? [])];
    for (const name of names) {
      const present = plugins.get(name);
      if (present === undefined) continue;
      throw new LabError(
        'plugin',
        `${definition.kind} "${name}" of ${originName(origin)} is already provided by ${originName(present.origin)}: rename one of them`,
      );
    }
    const plugin = { definition, origin };
    for (const name of names) plugins.set(name, plugin);
  }

  /** The plugins of a kind in alphabetical order, or all of them. */
  list(kind?: PluginKind): RegisteredPlugin[] {
    const kinds = kind === undefined ? PLUGIN_KINDS : [kind];
    return kinds.flatMap((each) =>
      [...new Set(this.#ofKind(each).values())].sort((a, b) => (a.definition.name < b.definition.name ? -1 : 1)),
    );
  }

  /** @throws LabError of kind `config` with the nearest name when there is no such plugin. */
  get<K extends PluginKind>(kind: K, name: string, path: readonly PropertyKey[] = []): RegisteredPlugin<K> {
    const plugins = this.#ofKind(kind);
    const plugin = plugins.get(name);
    if (plugin === undefined) {
      const at = path.length === 0 ? '' : `${formatPath(path)}: `;
      const names = this.list(kind).map(({ definition }) => definition.name);
      const hint = didYouMean(name, names) || ` (known: ${names.join(', ') || 'none'})`;
      throw new LabError('config', `${at}unknown ${kind} "${name}"${hint}`);
    }
    return plugin as unknown as RegisteredPlugin<K>;
  }

  /**
   * Replaces every plugin reference in a parsed value by a resolved one: the plugin exists, its options are valid and
   * complete, and references in its options are resolved too.
   *
   * @throws LabError of kind `config` naming the path of the wrong value.
   */
  resolve<T>(value: T, path: readonly PropertyKey[] = []): T {
    return this.#resolve(value, path) as T;
  }

  /** The reference to a plugin with all of its options at their defaults. */
  defaults<K extends PluginKind>(kind: K, name: string): ResolvedReference<K> {
    return this.#resolveReference(parsedReference(kind, name), [kind]);
  }

  /**
   * @param contents the content of every file that it, or a plugin in its options, declares as its source
   * @throws LabError of kind `config` when one of them is missing, and of kind `plugin` when it fails
   */
  create<K extends PluginKind>(reference: ResolvedReference<K>, contents: Contents = new Map()): PluginTypes[K] {
    const kind = kindOf(reference);
    const { definition, origin } = this.get(kind, reference.name);
    const bytes = mapValues(locationsOf(definition, reference, origin), (location) => {
      const content = contents.get(location);
      if (content !== undefined) return content.bytes;
      throw new LabError(
        'config',
        `${kind} "${reference.name}" reads ${location}: plan with what lab.read(config) gives, or by lab.prepare(config)`,
      );
    });
    const plugins: Plugins = {
      create: (each) => this.create(each, contents),
      schedule: (value) => this.schedule(value, contents),
    };
    let plugin: unknown;
    try {
      plugin = definition.create(reference.options, plugins, bytes);
    } catch (error) {
      if (error instanceof LabError) throw error;
      throw new LabError(
        'plugin',
        `${kind} "${reference.name}" of ${origin.name} failed to start: ${messageOf(error)}`,
        {
          cause: error,
        },
      );
    }
    if ((typeof plugin !== 'object' || plugin === null) && typeof plugin !== 'function') {
      throw new LabError('plugin', `${kind} "${reference.name}" of ${origin.name}: create returned ${String(plugin)}`);
    }
    rememberPlugin(plugin, kind, reference.name, origin);
    return plugin as PluginTypes[K];
  }

  schedule(value: number | ResolvedReference<'schedule'>, contents?: Contents): PluginTypes['schedule'] {
    return typeof value === 'number' ? () => value : checked(this.create(value, contents));
  }

  /**
   * The files that the plugins in a resolved value declare as their sources.
   *
   * @param path of the value in the configuration
   * @throws LabError of kind `plugin` naming the plugin whose declaration fails or is malformed
   */
  sourcesOf(value: unknown, path: readonly PropertyKey[] = []): Source[] {
    if (typeof value !== 'object' || value === null) return [];
    if (!isReference(value)) {
      return Object.entries(value).flatMap(([key, element]) => this.sourcesOf(element, [...path, key]));
    }
    const { definition, origin } = this.get(kindOf(value), value.name);
    const own = Object.entries(locationsOf(definition, value, origin)).flatMap(([name, location]) => {
      const options = pathsTo(location, value.options, path);
      return options.length > 0
        ? options.map((option) => ({ key: formatPath(option), location, isOption: true }))
        : [{ key: formatPath([...path, name]), location, isOption: false }];
    });
    return [...own, ...this.sourcesOf(value.options, path)];
  }

  #ofKind(kind: PluginKind): Map<string, RegisteredPlugin> {
    return this.#plugins.get(kind) as Map<string, RegisteredPlugin>;
  }

  #resolve(value: unknown, path: readonly PropertyKey[]): unknown {
    if (isReference(value)) return this.#resolveReference(value, path);
    if (Array.isArray(value)) return value.map((element, index) => this.#resolve(element, [...path, index]));
    if (typeof value === 'object' && value !== null) {
      return Object.fromEntries(
        Object.entries(value).map(([key, element]) => [key, this.#resolve(element, [...path, key])]),
      );
    }
    return value;
  }

  #resolveReference<K extends PluginKind>(
    parsed: ParsedReference<K>,
    path: readonly PropertyKey[],
  ): ResolvedReference<K> {
    const kind = kindOf(parsed);
    const { definition, origin } = this.get(kind, parsed.name, path);
    const result = definition.options.safeParse(parsed.options);
    if (!result.success) {
      throw new LabError('config', describeIssues(result.error.issues, parsed.options, path, definition.options));
    }
    return resolvedReference(kind, definition.name, this.resolve(result.data, path), origin.name);
  }
}

/** The locations that a plugin declares, by its names for them. */
function locationsOf(
  definition: Definition,
  { name, options }: ParsedReference,
  origin: Origin,
): Readonly<Record<string, string>> {
  if (definition.sources === undefined) return {};
  const plugin = `${definition.kind} "${name}" of ${origin.name}`;
  let locations: unknown;
  try {
    locations = definition.sources(options);
  } catch (error) {
    if (error instanceof LabError) throw error;
    throw new LabError('plugin', `${plugin}: sources failed: ${messageOf(error)}`, { cause: error });
  }
  const isRecord = typeof locations === 'object' && locations !== null && !Array.isArray(locations);
  if (isRecord && Object.values(locations as object).every((location) => typeof location === 'string' && location)) {
    return locations as Readonly<Record<string, string>>;
  }
  throw new LabError(
    'plugin',
    `${plugin}: sources: expected paths or addresses by names, got ${formatValue(locations)}`,
  );
}

/** The paths of all options that are a location. Those of other plugins in the options are left out. */
function pathsTo(location: string, options: unknown, path: readonly PropertyKey[]): PropertyKey[][] {
  if (options === location) return [[...path]];
  if (typeof options !== 'object' || options === null || isReference(options)) return [];
  return Object.entries(options).flatMap(([key, element]) => pathsTo(location, element, [...path, key]));
}

function mapValues<A, B>(record: Readonly<Record<string, A>>, change: (value: A) => B): Record<string, B> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]));
}

/**
 * A schedule with checked values. Each progress is checked once: it advances once an epoch, and steps read it more
 * often.
 */
function checked(schedule: Schedule): Schedule {
  let known = Number.NaN;
  let value = 0;
  return (progress) => {
    if (progress !== known) {
      value = attribute(schedule, () => schedule(progress));
      if (!Number.isFinite(value)) {
        throw pluginError(schedule, `expected a finite number at progress ${progress}, got ${String(value)}`);
      }
      known = progress;
    }
    return value;
  };
}
