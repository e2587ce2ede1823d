import type { MessagePort } from 'node:worker_threads';
import { isReport, type RecordedRun, type WarningEvent } from '../../contracts/launcher.ts';
import { createLab, type Lab } from '../../lab/lab.ts';
import type { PackageLocation } from '../packages/locate.ts';
import { loadPackages } from '../packages/packages.ts';
import { recordRun } from '../runs/record.ts';

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
