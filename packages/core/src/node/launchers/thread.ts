import { isReport, type RecordedRun, type WarningEvent } from '../../contracts/launcher.ts';
import { createLab, type Lab } from '../../lab/lab.ts';
import { loadPackages } from '../index.ts';
import { recordRun } from '../runs/record.ts';
import type { ThreadTask } from './thread-task.ts';

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
