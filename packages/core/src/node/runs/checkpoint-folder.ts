import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Checkpoint, CheckpointEvent } from '../../contracts/events.ts';
import { LabError } from '../../errors.ts';
import { writeAtomically } from '../files/atomic-write.ts';
import { makeFolder } from '../files/make-folder.ts';
import { ifThere, reasonOf } from '../files/system-error.ts';
import { decodeCheckpoint, encodeCheckpoint } from './checkpoint-format.ts';

/** The number of checkpoints that are kept. If the last one is damaged, there is the one before. */
const KEPT = 2;

/** The folder of checkpoints, in the folder of their run. */
export const CHECKPOINTS = 'checkpoints';

/** The checkpoints of a run, `checkpoints/epoch-<epoch>.safetensors` in its folder. */
export class CheckpointFolder {
  readonly #path: string;

  /** @param run the run's folder */
  constructor(run: string) {
    this.#path = join(run, CHECKPOINTS);
  }

  /** Writes a checkpoint, and removes older ones that are no longer needed. */
  async save({ checkpoint, specs }: CheckpointEvent): Promise<void> {
    await makeFolder(this.#path);
    const name = `epoch-${String(checkpoint.epoch).padStart(9, '0')}.safetensors`;
    await writeAtomically(join(this.#path, name), encodeCheckpoint(checkpoint, specs));
    for (const { path } of (await this.#list()).slice(KEPT)) await rm(path);
  }

  /**
   * The newest checkpoint of a run that is not damaged and whose measurements up to it are all there.
   *
   * @param unmeasured the first epoch whose measurement is missing
   * @param onUnusable gets a sentence about each newer checkpoint
   * @throws LabError of kind `store` when the folder cannot be read
   */
  async newest(
    runId: string,
    unmeasured: number,
    onUnusable: (message: string) => void,
  ): Promise<Checkpoint | undefined> {
    for (const { path } of await this.#list()) {
      try {
        const checkpoint = decodeCheckpoint(await readFile(path), runId);
        if (checkpoint.epoch < unmeasured) return checkpoint;
        throw new LabError('store', `the measurement after epoch ${unmeasured}, which comes before it, is lost`);
      } catch (error) {
        onUnusable(`checkpoint ${path} cannot be used (${reasonOf(error)}); it is left out`);
      }
    }
    return undefined;
  }

  /** Removes checkpoints of later epochs, which the run will write again, and incomplete files. */
  async rewind(epoch: number): Promise<void> {
    const kept = (await this.#list()).filter((file) => file.epoch <= epoch).map(({ path }) => path);
    for (const name of await readdir(this.#path)) {
      const path = join(this.#path, name);
      if (!kept.includes(path)) await rm(path, { recursive: true });
    }
  }

  /** Removes all checkpoints of a finished run. What cannot be removed takes up room, and does no harm. */
  async clear(): Promise<void> {
    await rm(this.#path, { recursive: true, force: true }).catch(() => undefined);
  }

  /** The checkpoint files, newest first. */
  async #list(): Promise<{ readonly epoch: number; readonly path: string }[]> {
    const names = (await ifThere(this.#path, (path) => readdir(path))) ?? [];
    return names
      .flatMap((name) => {
        const epoch = /^epoch-(\d+)\.safetensors$/.exec(name)?.[1];
        return epoch === undefined ? [] : [{ epoch: Number(epoch), path: join(this.#path, name) }];
      })
      .sort((a, b) => b.epoch - a.epoch);
  }
}
