import { existsSync } from 'node:fs';
import { mkdir, open, readdir, readFile, rename, rm, rmdir, writeFile } from 'node:fs/promises';
import { arch, cpus, platform } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import type { Clock } from '../../contracts/clock.ts';
import type {
  Checkpoint,
  FinishedEvent,
  MeasuredEvent,
  RunEvent,
  RunResult,
  StartedEvent,
} from '../../contracts/events.ts';
import type { ExperimentConfig } from '../../contracts/experiment-config.ts';
import type { RecordedRun } from '../../contracts/launcher.ts';
import type { MetricValues, SavedArray } from '../../contracts/measurement.ts';
import type { Observer } from '../../contracts/observer.ts';
import type { RunIdentity } from '../../contracts/run-identity.ts';
import { LabError } from '../../errors.ts';
import { measurementEpochs } from '../../training/measurement-epochs.ts';
import { removeUnfinished, syncFolder, writeAtomically } from '../files/atomic-write.ts';
import { makeFolder } from '../files/make-folder.ts';
import { ifThere, reasonOf } from '../files/system-error.ts';
import { CHECKPOINTS, CheckpointFolder } from './checkpoint-folder.ts';
import { FORMAT, formatOf } from './format.ts';
import { measuredOfFormat0 } from './format-0.ts';
import { encodeSafetensors, tensorsOf } from './safetensors.ts';
import { ARRAYS, rewindArrays, savedMeasured, writeArrays } from './saved-arrays.ts';

/** The file with the resolved configuration of a run, in its folder. */
export const CONFIG = 'config.json';
/** The file with the engine, versions and machine of a run, in its folder. */
export const ENVIRONMENT = 'environment.json';
/** What is measured in a run, in its folder. */
export const QUANTITIES = 'quantities.json';
export const METRICS = 'metrics.jsonl';
export const WEIGHTS = 'weights.safetensors';
const RESULT = 'result.json';

/**
 * Writes a run into a folder of its own:
 *
 * - `config.json`, the resolved configuration, `environment.json`, the engine, versions and machine, and
 *   `quantities.json`, the titles, units and scales of the quantities that are measured: when the run starts;
 * - `metrics.jsonl`, one line a measurement, and `arrays/`, the arrays that are too long for a line: as they are measured;
 * - `checkpoints/`, the last two checkpoints: as they are taken, until the run is finished;
 * - `weights.safetensors`, the parameters at the end, and then `result.json`: when the run ends.
 *
 * Each file is written before the event is passed on, and `result.json` is the last. So everything that was reported is
 * in the folder, even if the program is killed. Of an earlier, unfinished attempt, everything up to the checkpoint from
 * which the run resumes stays, and the rest is removed. Every file names its format. A file of an array has the format of
 * the line that names it.
 */
export class RunDirectory implements Observer {
  readonly #path: string;
  readonly #from: Checkpoint | undefined;
  readonly #checkpoints: CheckpointFolder;
  readonly #clock: Clock;
  /** The number of epochs before the last measurement. */
  #measured = 0;
  #result: RunResult<SavedArray> | undefined;

  /** @param from the checkpoint from which the run goes on */
  constructor(path: string, from: Checkpoint | undefined, clock: Clock) {
    this.#path = path;
    this.#clock = clock;
    this.#from = from;
    this.#checkpoints = new CheckpointFolder(path);
  }

  /** The content of `result.json`, once the run has ended. */
  get result(): RunResult<SavedArray> | undefined {
    return this.#result;
  }

  /** @throws LabError of kind `store` when a file cannot be written; a folder that cannot be begun is removed. */
  async observe(event: RunEvent): Promise<void> {
    try {
      if (event.type === 'started')
        await (this.#from === undefined ? this.#start(event) : this.#goOn(event, this.#from));
      else if (event.type === 'measured') await this.#append(event);
      else if (event.type === 'checkpoint') await this.#checkpoints.save(event);
      else if (event.type === 'finished') await this.#finish(event);
    } catch (error) {
      throw unwritable(this.#path, error);
    }
  }

  async #start(event: StartedEvent): Promise<void> {
    if (existsSync(this.#path)) {
      // The files that identify the run are there all the time, so that it can be resumed after a kill at any moment.
      for (const name of [RESULT, WEIGHTS, METRICS, ARRAYS, CHECKPOINTS]) await this.#remove(name);
      await this.#removeUnfinished();
      return this.#writeBeginnings(this.#path, event);
    }
    const out = resolve(dirname(this.#path));
    const created = await makeFolder(out);
    const unfinished = `${this.#path}.tmp`;
    try {
      await rm(unfinished, { recursive: true, force: true });
      await mkdir(unfinished);
      await this.#writeBeginnings(unfinished, event);
      await rename(unfinished, this.#path);
    } catch (error) {
      await rm(unfinished, { recursive: true }).catch(() => undefined);
      if (created !== undefined) await removeEmpty(out, created);
      throw error;
    }
  }

  async #goOn(event: StartedEvent, { epoch }: Checkpoint): Promise<void> {
    if (!(await this.#tellsOf(event.identity))) await this.#writeBeginnings(this.#path, event);
    // Files that its plugins read can have moved.
    else await writeAtomically(join(this.#path, CONFIG), pretty(event.config));
    for (const name of [RESULT, WEIGHTS]) await this.#remove(name);
    await this.#removeUnfinished();
    const lines = (await metricLines(this.#path)).slice(0, measurementsUpTo(epoch, event.config));
    this.#measured = epochOf(lines.at(-1)) ?? 0;
    await writeAtomically(join(this.#path, METRICS), lines.map((line) => `${line}\n`).join(''));
    await rewindArrays(this.#path, epoch);
    await this.#checkpoints.rewind(epoch);
  }

  async #writeBeginnings(folder: string, { config, identity, quantities }: StartedEvent): Promise<void> {
    await writeAtomically(join(folder, CONFIG), pretty(config));
    await writeAtomically(join(folder, ENVIRONMENT), pretty(environment(identity, this.#clock)));
    await writeAtomically(join(folder, QUANTITIES), pretty({ quantities }));
  }

  /** Whether configuration, environment and quantities are there and not damaged. */
  async #tellsOf({ runId }: RunIdentity): Promise<boolean> {
    const environment = await readJson<RunIdentity>(join(this.#path, ENVIRONMENT));
    const others = await Promise.all([CONFIG, QUANTITIES].map((name) => readJson(join(this.#path, name))));
    return environment?.runId === runId && others.every((content) => content !== undefined);
  }

  async #remove(name: string): Promise<void> {
    await rm(join(this.#path, name), { recursive: true, force: true });
  }

  /** Removes incomplete files of the run that killed programs left. */
  async #removeUnfinished(): Promise<void> {
    for (const name of [CONFIG, ENVIRONMENT, QUANTITIES, METRICS, WEIGHTS, RESULT]) {
      await removeUnfinished(join(this.#path, name));
    }
  }

  async #append({ type: _type, phase, epoch, step, seconds, ...measured }: MeasuredEvent): Promise<void> {
    const saved = savedMeasured(measured, epoch);
    await writeArrays(this.#path, measured, saved);
    this.#measured = epoch;
    const file = await open(join(this.#path, METRICS), 'a');
    try {
      await file.appendFile(`${JSON.stringify({ format: FORMAT, phase, epoch, step, seconds, ...saved })}\n`);
      await file.datasync();
    } finally {
      await file.close();
    }
  }

  async #finish({ result, specs, parameters }: FinishedEvent): Promise<void> {
    const weights = encodeSafetensors(tensorsOf(specs, parameters), { format: `${FORMAT}` });
    await writeAtomically(join(this.#path, WEIGHTS), weights);
    this.#result = { ...result, final: savedMeasured(result.final, this.#measured) };
    await writeAtomically(join(this.#path, RESULT), pretty(this.#result));
    if (!isFinished(result)) return;
    // Without its checkpoints the run cannot go on, so its result must be safe first.
    await syncFolder(this.#path);
    await this.#checkpoints.clear();
  }
}

/**
 * Prepares a folder of runs, so that a list of runs fails before its first run begins.
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

/** The folder of a run among others. */
export function runFolder(out: string, { name, seed }: Pick<ExperimentConfig, 'name' | 'seed'>, runId: string): string {
  return join(out, `${name}-s${seed}-${runId}`);
}

/** The finished run with this identity among the runs in a folder, if there is one, under any name. */
export async function findFinishedRun(out: string, runId: string): Promise<RecordedRun | undefined> {
  const names = await readdir(out).catch(() => []);
  for (const name of names.filter((name) => name.endsWith(`-${runId}`))) {
    const finished = await readFinishedRun(join(out, name), runId);
    if (finished !== undefined) return finished;
  }
  return undefined;
}

/**
 * The run with this identity in its folder, if it is finished. An interrupted run is not.
 *
 * @throws LabError of kind `store` when its result has a format that this version does not read
 */
export async function readFinishedRun(dir: string, runId: string): Promise<RecordedRun | undefined> {
  const path = join(dir, RESULT);
  const saved = await readJson<RunResult<SavedArray> & { readonly format?: unknown }>(path);
  if (saved?.runId !== runId || !isFinished(saved)) return undefined;
  const { format: _format, ...result } = saved;
  const final = formatOf(path, saved) === 0 ? measuredOfFormat0(result.final as unknown as MetricValues) : result.final;
  return { status: result.status, result: { ...result, final }, dir, reused: true };
}

/** Whether a run with this result has nothing left to do. Only an interrupted one goes on. */
function isFinished({ status }: Pick<RunResult, 'status'>): boolean {
  return status !== 'interrupted';
}

/** Removes the empty folders from `folder` up to `top`; other runs may have begun in them. */
async function removeEmpty(folder: string, top: string): Promise<void> {
  if (folder.length < top.length) return;
  await rmdir(folder).then(
    () => removeEmpty(dirname(folder), top),
    () => undefined,
  );
}

/**
 * The first epoch whose measurement is missing from `metrics.jsonl` or damaged there, though others may follow;
 * infinite if there is none.
 *
 * @throws LabError of kind `store` when the file cannot be read
 */
export async function firstUnmeasured(dir: string, config: ExperimentConfig): Promise<number> {
  const nextAfter = measurementEpochs(config);
  let expected = nextAfter(-1);
  for (const line of await metricLines(dir)) {
    if (epochOf(line) !== expected) break;
    expected = nextAfter(expected);
  }
  return expected;
}

/** The number of measurements of a run up to an epoch, with this one. */
function measurementsUpTo(last: number, config: ExperimentConfig): number {
  const nextAfter = measurementEpochs(config);
  let count = 0;
  for (let epoch = nextAfter(-1); epoch <= last; epoch = nextAfter(epoch)) count++;
  return count;
}

async function metricLines(dir: string): Promise<string[]> {
  return (await ifThere(join(dir, METRICS), (path) => readFile(path, 'utf8')))?.split('\n') ?? [];
}

function epochOf(line = ''): number | undefined {
  return parseJson<MeasuredEvent>(line)?.epoch;
}

/** The content of a file that a run wrote; undefined if it does not exist or is damaged. */
async function readJson<T>(path: string): Promise<T | undefined> {
  return parseJson(await readFile(path, 'utf8').catch(() => ''));
}

function parseJson<T>(text: string): T | undefined {
  try {
    return (JSON.parse(text) as T | null) ?? undefined;
  } catch {
    return undefined;
  }
}

function environment({ runId, engine, versions, sources }: RunIdentity, clock: Clock) {
  return {
    runId,
    started: clock.date().toISOString(),
    engine,
    versions,
    sources,
    node: process.version,
    platform: `${platform()} ${arch()}`,
    cpu: cpus()[0]?.model,
  };
}

function unwritable(path: string, cause: unknown): LabError {
  const wayOut = existsSync(join(path, CONFIG))
    ? `once it can be, "sharpness resume ${path}" continues the run`
    : 'choose another output folder';
  return new LabError('store', `${path} cannot be written (${reasonOf(cause)}): ${wayOut}`, { cause });
}

/** What a file of the run holds. */
function pretty(content: object): string {
  return `${JSON.stringify({ format: FORMAT, ...content }, null, 2)}\n`;
}
