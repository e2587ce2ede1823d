import { fileURLToPath } from 'node:url';
import { MessageChannel, receiveMessageOnPort } from 'node:worker_threads';
import type { Launcher, RecordedRun, RunReport } from '../../contracts/launcher.ts';
import type { PackageLocation } from '../packages/locate.ts';
import { streamRuns } from './stream-runs.ts';
import type { ThreadTask } from './thread-task.ts';

/** Common settings of the runs of a thread launcher. */
export interface ThreadLauncherOptions {
  /** The packages of which each thread composes its lab. */
  readonly packages: readonly PackageLocation[];
  /** The folder of run folders. */
  readonly out: string;
  /** How many runs at a time. */
  readonly threads: number;
}

/** Executes runs on worker threads. If a thread dies, only its run fails. */
export function threadLauncher({ packages, out, threads }: ThreadLauncherOptions): Launcher {
  return {
    concurrency: threads,
    async *launch(runs, signal) {
      if (runs.size === 0) return;
      const concurrency = Math.min(threads, runs.size);
      const { Piscina } = await import('piscina');
      const pool = new Piscina({
        filename: fileURLToPath(new URL('./thread.js', import.meta.url)),
        minThreads: concurrency,
        maxThreads: concurrency,
      });
      try {
        yield* streamRuns(
          runs,
          concurrency,
          async (config, report, stop) => {
            const { port1, port2 } = new MessageChannel();
            const abort = () => port1.postMessage('abort');
            stop.addEventListener('abort', abort);
            port1.on('message', report);
            const task: ThreadTask = { config: JSON.stringify(config), packages, out, port: port2 };
            try {
              return (await pool.run(task, { transferList: [port2] })) as RecordedRun;
            } finally {
              // The result can arrive before reports that were sent earlier.
              for (let sent = receiveMessageOnPort(port1); sent !== undefined; sent = receiveMessageOnPort(port1)) {
                report(sent.message as RunReport);
              }
              port1.close();
              stop.removeEventListener('abort', abort);
            }
          },
          signal,
        );
      } finally {
        await pool.destroy();
      }
    },
  };
}
