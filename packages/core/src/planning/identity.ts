import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import type { ExperimentConfig } from '../contracts/experiment-config.ts';
import { isReference, kindOf } from '../contracts/reference.ts';
import type { RunIdentity } from '../contracts/run-identity.ts';
import type { PluginRegistry } from '../plugins/registry.ts';
import { VERSION } from '../version.ts';
import type { ChosenEngine } from './choose-engine.ts';

/** The identity of the run of a resolved configuration on a chosen engine. */
export function runIdentity(config: ExperimentConfig, chosen: ChosenEngine, registry: PluginRegistry): RunIdentity {
  const relevant = decisiveConfig(config);
  const engineOrigin = registry.get('engine', chosen.name).origin;
  const versions: Record<string, string> = {
    '@sharpness-lab/core': VERSION,
    [engineOrigin.name]: engineOrigin.version,
  };
  collectVersions(relevant, registry, versions);
  const identity = {
    config: plainJson(relevant),
    engine: {
      name: chosen.name,
      options: plainJson(chosen.options),
      paths: chosen.paths,
      ...(chosen.engine.fingerprint === undefined ? {} : { fingerprint: chosen.engine.fingerprint }),
    },
    versions,
  };
  return { runId: runIdOf(identity), ...identity };
}

/**
 * A configuration without the keys that do not influence results: label, observers, and the sources of plugins and
 * engine.
 */
export function decisiveConfig({
  name: _label,
  observers: _observers,
  plugins: _locations,
  engine: _wanted,
  ...relevant
}: ExperimentConfig): Omit<ExperimentConfig, 'name' | 'observers' | 'plugins' | 'engine'> {
  return relevant;
}

/** The identifier of a run: first 12 hexadecimal digits of the SHA-256 of everything that determines its numbers. */
export function runIdOf({ config, engine, versions }: Omit<RunIdentity, 'runId'>): string {
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
