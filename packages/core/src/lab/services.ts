import type { Clock } from '../contracts/clock.ts';
import type { Launcher } from '../contracts/launcher.ts';
import type { Reporter } from '../contracts/reporter.ts';
import type { RunStore } from '../contracts/run-store.ts';
import type { SourceReader } from '../contracts/sources.ts';

declare const SERVICE: unique symbol;

/** What a service is bound under in a container module; the compiler knows that it is a T. */
export type Token<T> = symbol & { readonly [SERVICE]?: T };

// Symbol.for, so that packages with a copy of this one bind the same services.
/** What time it is. Every lab has one: the clock of the machine. */
export const CLOCK: Token<Clock> = Symbol.for('@sharpness-lab/clock');
/** Tells people how work gets on. Every lab has one: it is silent. */
export const REPORTER: Token<Reporter> = Symbol.for('@sharpness-lab/reporter');
/** Reads the files that plugins declare. Every lab has one: it fetches addresses; `nodeServices` binds one for paths. */
export const SOURCES: Token<SourceReader> = Symbol.for('@sharpness-lab/sources');
/** Keeps runs; `nodeServices` of `@sharpness-lab/core/node` binds folders. */
export const RUN_STORE: Token<RunStore> = Symbol.for('@sharpness-lab/run-store');
/** Executes runs; `nodeServices` of `@sharpness-lab/core/node` binds worker threads. */
export const LAUNCHER: Token<Launcher> = Symbol.for('@sharpness-lab/launcher');

export const systemClock: Clock = { now: () => performance.now(), date: () => new Date() };

/** Fetches addresses. */
export const webSources: SourceReader = {
  async read(location) {
    const response = await fetch(location);
    if (!response.ok) throw new Error(`status ${response.status} ${response.statusText}`.trim());
    return new Uint8Array(await response.arrayBuffer());
  },
};

export const silentReporter: Reporter = {
  tell: () => {},
  warn: () => {},
  begin: () => ({ update: () => {}, stop: () => {} }),
};
