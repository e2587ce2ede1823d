import { basename, dirname, join } from 'node:path';
import { formatCount, formatTable } from '@sharpness-lab/core';
import { isInUse, readSavedRun } from '@sharpness-lab/core/node';
import { type Environment, type Run, readRuns } from '@sharpness-lab/report';
import { calledAs } from '../called-as.ts';
import { configRows } from '../config-brief.ts';
import { exitCodes } from '../exit-codes.ts';
import { metricTable } from '../metric-table.ts';
import { installedVersion } from '../packages.ts';
import { endingOf } from '../run-summary.ts';
import { terminalLayout } from '../terminal-layout.ts';
import { hangingRows } from '../wrap.ts';

/** Options of `sharpness show`. */
export interface ShowOptions {
  readonly json: boolean;
}

/** Prints the configuration, the progress and the measurements of a run. Returns the exit status. */
export async function show(folder: string, { json }: ShowOptions): Promise<number> {
  const dir = join(dirname(folder), basename(folder));
  // Fails for a folder of runs.
  await readSavedRun(dir);
  const [run] = (await readRuns([dir])) as [Run];
  const status = run.result?.status ?? ((await isInUse(dir)) ? 'running' : 'stopped');
  process.stdout.write(json ? `${JSON.stringify({ status, ...run })}\n` : await describeRun(run, status));
  return exitCodes.done;
}

async function describeRun(run: Run, status: string): Promise<string> {
  const { dir, config, environment, quantities, measurements, result } = run;
  const layout = terminalLayout();
  const rows = [...configRows(config), ...environmentRows(environment), ...(await versionRows(environment))];
  return [
    `${config.name}, seed ${config.seed}: ${result === undefined ? progressOf(run, status) : endingOf(result)}\n`,
    formatTable(hangingRows(rows, layout.columns)),
    metricTable(measurements, quantities, layout),
    `${dir}\n`,
  ].join('\n');
}

function progressOf({ dir, config, measurements }: Run, status: string): string {
  const epochs = config.phases.reduce((sum, phase) => sum + phase.epochs, 0);
  const reached = `measured up to epoch ${formatCount(measurements.at(-1)?.epoch ?? 0)} of ${formatCount(epochs)}`;
  return status === 'running'
    ? `running; ${reached}`
    : `stopped; ${reached}\n"${calledAs()} resume ${dir}" continues it`;
}

function environmentRows({ engine, started, node, platform, cpu }: Environment): [string, string][] {
  const paths = [...new Set(engine.paths)].join(', ');
  return [
    ['engine', paths === '' ? engine.name : `${engine.name} (${paths})`],
    ['started', `${started.slice(0, 19).replace('T', ' ')} UTC`],
    ['on', [`Node.js ${node}`, platform, ...(cpu === undefined ? [] : [cpu])].join(', ')],
  ];
}

/** The packages whose installed version differs from the version at the start of the run. */
async function versionRows({ versions }: Environment): Promise<[string, string][]> {
  const rows = await Promise.all(
    Object.entries(versions).map(async ([name, then]): Promise<[string, string][]> => {
      const now = await installedVersion(name);
      // A package that was loaded by its path is not found by its name.
      return now === undefined || now === then ? [] : [['with', `${name} ${then} (now ${now})`]];
    }),
  );
  return rows.flat();
}
