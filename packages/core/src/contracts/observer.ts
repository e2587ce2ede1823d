import type { RunEvent } from './events.ts';

/** Listens to a run. It cannot change it. */
export interface Observer {
  observe(event: RunEvent): void | Promise<void>;
}
