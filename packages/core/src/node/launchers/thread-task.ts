import type { MessagePort } from 'node:worker_threads';
import type { PackageLocation } from '../packages/locate.ts';

/** One run, as a worker thread is told of it. */
export interface ThreadTask {
  /** The resolved configuration as JSON. */
  readonly config: string;
  readonly packages: readonly PackageLocation[];
  readonly out: string;
  /** Reports go out here; any message coming in stops the run. */
  readonly port: MessagePort;
}
