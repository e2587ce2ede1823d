import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { applyOverrides } from '../config/overrides.ts';
import type { ExperimentConfig } from '../contracts/experiment-config.ts';
import { isReference, kindOf } from '../contracts/reference.ts';
import type { RunIdentity } from '../contracts/run-identity.ts';
import type { Content, Contents, Source } from '../contracts/sources.ts';
import type { PluginRegistry } from '../plugins/registry.ts';
import { VERSION } from '../version.ts';
import type { ChosenEngine } from './choose-engine.ts';

/**
 * The identity of the run of a resolved configuration on a chosen engine.
 *
 * @param contents the content of every file that a plugin of the experiment declares as its source
 */
export function runIdentity(
  config: ExperimentConfig,
  chosen: ChosenEngine,
  registry: PluginRegistry,
  contents: Contents,
): RunIdentity {
  const relevant = decisiveConfig(config);
  const sources = hashesOf(registry.sourcesOf(relevant), contents);
  const engineOrigin = registry.get('engine', chosen.name).origin;
  const versions: Record<string, string> = {
    '@sharpness-lab/core': VERSION,
    [engineOrigin.name]: engineOrigin.version,
  };
  collectVersions(relevant, registry, versions);
  const identity = {
    config: plainJson(decisiveConfig(config, sources)),
    engine: {
      name: chosen.name,
      options: plainJson(chosen.options),
      paths: chosen.plan.paths,
      ...(chosen.engine.fingerprint === undefined ? {} : { fingerprint: chosen.engine.fingerprint }),
    },
    versions,
  };
  return { runId: runIdOf(identity), ...identity, ...(Object.keys(sources).length === 0 ? {} : { sources }) };
}

function hashesOf(sources: readonly Source[], contents: Contents): Record<string, string> {
  return Object.fromEntries(sources.map(({ key, location }) => [key, (contents.get(location) as Content).sha256]));
}

/**
 * A configuration without the keys that do not influence results: label, observers, and the sources of plugins and
 * engine. It tells runs apart by what they read and not by where that was.
 *
 * @param sources the SHA-256 of files by their keys, see {@link RunIdentity.sources}: they take the place of locations
 */
export function decisiveConfig(
  { name: _label, observers: _observers, plugins: _locations, engine: _wanted, ...relevant }: ExperimentConfig,
  sources: Readonly<Record<string, string>> = {},
): Omit<ExperimentConfig, 'name' | 'observers' | 'plugins' | 'engine'> {
  const hashes = Object.entries(sources).map(([key, sha256]) => [key, `sha256:${sha256}`] as const);
  return hashes.length === 0 ? relevant : (applyOverrides(relevant, hashes) as typeof relevant);
}

/** The identifier of a run: first 12 hexadecimal digits of the SHA-256 of everything that determines its numbers. */
export function runIdOf({ config, engine, versions }: Pick<RunIdentity, 'config' | 'engine' | 'versions'>): string {
  return bytesToHex(sha256(utf8ToBytes(canonicalJson({ config, engine, versions })))).slice(0, 12);
}

/** JSON with the keys of every object in alphabetical order. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, element: unknown) =>
    typeof element === 'object' && element !== null && !Array.isArray(element)
      ? Object.fromEntries(Object.entries(element).sort(([a], [b]) => (a < b ? -1 : 1)))
      : element,
  );
}

function plainJson(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}

function collectVersions(value: unknown, registry: PluginRegistry, versions: Record<string, string>): void {
  if (typeof value !== 'object' || value === null) return;
  if (isReference(value)) {
    const { origin } = registry.get(kindOf(value), value.name);
    versions[origin.name] = origin.version;
    collectVersions(value.options, registry, versions);
  } else {
    for (const element of Object.values(value)) collectVersions(element, registry, versions);
  }
}
