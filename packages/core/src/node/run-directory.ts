import { mkdir, open, readdir, readFile, rm, rmdir, writeFile } from 'node:fs/promises';
import { arch, cpus, platform } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import type { ExperimentConfig } from '../config/experiment.ts';
import type { Observer } from '../contracts/observer.ts';
import { LabError } from '../errors.ts';
import type { FinishedEvent, MeasuredEvent, RunEvent, RunResult, StartedEvent } from '../events.ts';
import type { RunIdentity } from '../identity.ts';
import type { RecordedRun } from '../launcher.ts';
import { writeAtomically } from './atomic-write.ts';
import { makeFolder } from './make-folder.ts';
import { encodeSafetensors } from './safetensors.ts';
import { reasonOf } from './system-error.ts';

/**
 * Writes a run into a folder of its own, `<name>-s<seed>-<runId>`:
 *
 * - `config.json`, the resolved configuration, and `environment.json`, what it ran on: when the run starts;
 * - `metrics.jsonl`, one line a measurement: as they are measured;
 * - `weights.safetensors`, the parameters at the end, and then `result.json`: when the run ends.
 *
 * Each is written before the event is passed on, and `result.json` last, so that whatever was reported is there even if
 * the program is killed. The run's earlier, unfinished attempt is replaced.
 */
export class RunDirectory implements Observer {
  readonly path: string;

  constructor(out: string, config: Pick<ExperimentConfig, 'name' | 'seed'>, runId: string) {
    this.path = join(out, `${config.name}-s${config.seed}-${runId}`);
  }

  /** @throws LabError of kind `store` when something cannot be written; nothing is left of a folder that cannot be begun. */
  async observe(event: RunEvent): Promise<void> {
    try {
      if (event.type === 'started') await this.#start(event);
      else if (event.type === 'measured') await this.#append(event);
      else if (event.type === 'finished') await this.#finish(event);
    } catch (error) {
      throw unwritable(this.path, error);
    }
  }

  async #start({ config, identity }: StartedEvent): Promise<void> {
    await rm(this.path, { recursive: true, force: true });
    const created = await makeFolder(resolve(dirname(this.path)));
    try {
      await mkdir(this.path);
      await writeAtomically(join(this.path, 'config.json'), pretty(config));
      await writeAtomically(join(this.path, 'environment.json'), pretty(environment(identity)));
    } catch (error) {
      await rm(this.path, { recursive: true }).catch(() => undefined);
      if (created !== undefined) await removeEmpty(resolve(dirname(this.path)), created);
      throw error;
    }
  }

  async #append({ type: _type, ...measured }: MeasuredEvent): Promise<void> {
    const file = await open(join(this.path, 'metrics.jsonl'), 'a');
    try {
      await file.appendFile(`${JSON.stringify(measured)}\n`);
      await file.datasync();
    } finally {
      await file.close();
    }
  }

  async #finish({ result, specs, parameters }: FinishedEvent): Promise<void> {
    await writeAtomically(join(this.path, 'weights.safetensors'), encodeSafetensors(specs, parameters));
    await writeAtomically(join(this.path, 'result.json'), pretty(result));
  }
}

/**
 * Makes a folder of runs ready, so that a list of runs fails before the first of them begins.
 *
 * @throws LabError of kind `store` when nothing can be written there
 */
export async function prepareOutput(out: string): Promise<void> {
  const probe = join(out, `.write-test-${process.pid}`);
  try {
    await makeFolder(resolve(out));
    await writeFile(probe, '');
    await rm(probe);
  } catch (error) {
    throw unwritable(out, error);
  }
}

/** The finished run of this identity among the runs in a folder, if there is one. Interrupted runs are not finished. */
export async function findFinishedRun(out: string, runId: string): Promise<RecordedRun | undefined> {
  const names = await readdir(out).catch(() => []);
  for (const name of names.filter((name) => name.endsWith(`-${runId}`))) {
    const dir = join(out, name);
    const result = await readResult(dir);
    if (result?.runId === runId && result.status !== 'interrupted') {
      return { status: result.status, result, dir, reused: true };
    }
  }
  return undefined;
}

/** Removes the empty folders from `folder` up to `top`; other runs may have begun in them. */
async function removeEmpty(folder: string, top: string): Promise<void> {
  if (folder.length < top.length) return;
  await rmdir(folder).then(
    () => removeEmpty(dirname(folder), top),
    () => undefined,
  );
}

async function readResult(dir: string): Promise<RunResult | undefined> {
  try {
    return JSON.parse(await readFile(join(dir, 'result.json'), 'utf8')) as RunResult;
  } catch {
    // None, or damaged: the run is not finished.
    return undefined;
  }
}

function environment({ runId, engine, versions }: RunIdentity) {
  return {
    runId,
    started: new Date().toISOString(),
    engine,
    versions,
    node: process.version,
    platform: `${platform()} ${arch()}`,
    cpu: cpus()[0]?.model,
  };
}

function unwritable(path: string, cause: unknown): LabError {
  return new LabError('store', `${path} cannot be written (${reasonOf(cause)}): choose another output folder`, {
    cause,
  });
}

function pretty(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
