import type { MessagePort } from 'node:worker_threads';
import { createLab, type Lab } from '../lab.ts';
import { isReport, type RecordedRun, type WarningEvent } from '../launcher.ts';
import type { PackageLocation } from './locate.ts';
import { loadPackages } from './packages.ts';
import { recordRun } from './record.ts';

/** One run, as a worker thread is told of it. */
export interface ThreadTask {
  /** The resolved configuration as JSON. */
  readonly config: string;
  readonly packages: readonly PackageLocation[];
  readonly out: string;
  /** Reports go out here; any message coming in stops the run. */
  readonly port: MessagePort;
}

let composed: Promise<Lab> | undefined;

/** Executes one run on this thread, which composes its lab at the first. */
export default async function executeRun({ config, packages, out, port }: ThreadTask): Promise<RecordedRun> {
  const stop = new AbortController();
  port.on('message', () => stop.abort());
  try {
    composed ??= loadPackages(packages).then((loaded) => createLab(loaded));
    const lab = await composed;
    return await recordRun({
      lab,
      planned: lab.plan(lab.resolve(JSON.parse(config))),
      out,
      signal: stop.signal,
      onEvent: (event) => {
        if (isReport(event)) port.postMessage(event);
      },
      onWarning: (message) => port.postMessage({ type: 'warning', message } satisfies WarningEvent),
    });
  } finally {
    port.close();
  }
}
