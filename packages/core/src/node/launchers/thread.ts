import { isReport, type RecordedRun, type WarningEvent } from '../../contracts/launcher.ts';
import { createLab, type Lab } from '../../lab/lab.ts';
import { recordRun } from '../../lab/record-run.ts';
import { loadPackages } from '../index.ts';
import type { PackageLocation } from '../packages/locate.ts';
import { nodeServices } from '../services.ts';
import type { ThreadTask } from './thread-task.ts';

let composed: Promise<Lab> | undefined;

/** Executes one run on this thread. The first run composes the lab. */
export default async function executeRun({ config, packages, out, port }: ThreadTask): Promise<RecordedRun> {
  const stop = new AbortController();
  port.on('message', () => stop.abort());
  try {
    composed ??= compose(packages, out);
    const lab = await composed;
    return await recordRun({
      lab,
      planned: await lab.prepare(lab.resolve(JSON.parse(config))),
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

async function compose(packages: readonly PackageLocation[], out: string): Promise<Lab> {
  return createLab([...nodeServices({ out, packages }), ...(await loadPackages(packages))]);
}
