import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import type { RunEvent } from '../../contracts/events.ts';
import type { SavedArray } from '../../contracts/measurement.ts';
import { defineMetric } from '../../contracts/plugin.ts';
import { recordRun } from '../../lab/record-run.ts';
import { smallLab } from '../../testing/stand-ins/small-lab.ts';
import { folderStore } from './folder-store.ts';
import { readMeasurements } from './read-run.ts';
import { readArray } from './saved-arrays.ts';

const folder = mkdtempSync(join(tmpdir(), 'arrays-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Numbers that only all their digits tell from their neighbours, each other at each measurement. */
const numbers = (count: number, factor: number) => Float64Array.from({ length: count }, (_, k) => (k * factor) / 3);

const spectra = defineMetric({
  name: 'spectra',
  summary: 'arrays of several sizes, all of them the larger the longer training takes',
  options: z.object({}),
  quantities: ['short', 'long', 'landscape', 'density'].map((name) => ({ name, title: name, scale: 'linear' })),
  create: () => ({
    measure({ parameters }) {
      const factor = 1 + Math.abs(parameters.b1?.[0] as number);
      const landscape = numbers(1200, factor);
      landscape[1] = Number.POSITIVE_INFINITY;
      return {
        short: [0.1, Number.NaN, 1e-300],
        long: numbers(1001, factor),
        landscape: { shape: [3, 400], values: landscape },
        density: { shape: [501, 2], values: numbers(1002, factor), columns: ['eigenvalue', 'weight, "of" it'] },
      };
    },
  }),
});

const lab = smallLab([spectra]);
const planned = lab.plan(
  lab.resolve({
    metrics: ['spectra'],
    measure: { every: 1 },
    phases: [{ optimizer: 'gradient-descent', epochs: 4 }],
  }),
);

/** What a run measured, with all its numbers. */
async function everything(dir: string) {
  const points = await readMeasurements(dir);
  return Promise.all(
    points.map(async ({ epoch, arrays = {} }) => ({
      epoch,
      arrays: await Promise.all(
        Object.entries(arrays).map(async ([name, array]) => [name, await readArray(dir, array)] as const),
      ),
    })),
  );
}

const events: RunEvent[] = [];
const { dir, result } = await recordRun({
  lab,
  planned,
  store: folderStore(join(folder, 'whole')),
  onEvent(event) {
    events.push(event);
  },
});
const file = (saved: SavedArray | undefined) => (saved as { readonly file: string }).file;

describe('an array that was measured', () => {
  test('comes back as it was, to the last bit', async () => {
    const measured = events.flatMap((event) => (event.type === 'measured' ? [event] : []));
    expect(measured).toHaveLength(5);
    expect(await everything(dir)).toEqual(
      measured.map(({ epoch, arrays = {} }) => ({ epoch, arrays: Object.entries(arrays) })),
    );
  });

  test('stands in its line as long as it is short', async () => {
    const [first] = await readMeasurements(dir);
    expect(first?.arrays?.short).toEqual({ shape: [3], values: [0.1, null, 1e-300] });
    expect(first?.values).toEqual({});
    expect(file(first?.arrays?.long)).toBe('arrays/long-epoch-000000000.csv');
  });

  test('has a file of comma-separated values where it is long, with the names of its columns', async () => {
    const [, second] = await readMeasurements(dir);
    const text = (name: string) => readFileSync(join(dir, file(second?.arrays?.[name])), 'utf8');
    const [event] = events.filter((each) => each.type === 'measured' && each.epoch === 1);
    const { long, density, landscape } = (event as { arrays: Record<string, { values: Float64Array }> }).arrays;
    expect(text('long')).toBe(`value\n${long?.values.join('\n')}\n`);
    expect(text('density').split('\n').slice(0, 2)).toEqual([
      'eigenvalue,"weight, ""of"" it"',
      `0,${density?.values[1]}`,
    ]);
    const rows = text('landscape').trimEnd().split('\n');
    expect(rows[0]).toBe(Array.from({ length: 400 }, (_, k) => `c${k + 1}`).join(','));
    expect(rows[1]).toMatch(/^0,nan,/);
    expect(rows[3]?.split(',').map(Number)).toEqual([...(landscape?.values.subarray(800) ?? [])]);
  });

  test('is part of the result, which names the files of the last measurement', () => {
    expect(file(result.final.arrays?.long)).toBe('arrays/long-epoch-000000004.csv');
    expect(result.final.arrays?.short).toMatchObject({ values: [0.1, null, 1e-300] });
    expect(JSON.parse(readFileSync(join(dir, 'result.json'), 'utf8'))).toEqual({ format: 1, ...result });
  });

  test('is there before the line that names it', async () => {
    const out = join(folder, 'order');
    const there: boolean[] = [];
    await recordRun({
      lab,
      planned,
      store: folderStore(out),
      onEvent(event) {
        if (event.type !== 'measured') return;
        const names = readdirSync(join(out, readdirSync(out)[0] as string, 'arrays'));
        there.push(names.filter((name) => name.includes(`-epoch-00000000${event.epoch}`)).length === 3);
      },
    });
    expect(there).toEqual([true, true, true, true, true]);
  });

  test('is measured anew, to the same bits, behind the checkpoint from which a run goes on', async () => {
    const out = join(folder, 'killed');
    const stop = (event: RunEvent) => {
      if (event.type === 'measured' && event.epoch === 3) throw new Error('killed');
    };
    await expect(
      recordRun({ lab, planned, store: folderStore(out), checkpointEvery: 0, onEvent: stop }),
    ).rejects.toThrow('killed');
    const killed = join(out, readdirSync(out)[0] as string);
    writeFileSync(join(killed, 'arrays', 'long-epoch-000000004.csv.tmp'), 'unfinis');
    const seen: string[][] = [];
    await recordRun({
      lab,
      planned,
      store: folderStore(out),
      onEvent: ({ type }) => {
        if (type === 'resumed') seen.push(readdirSync(join(killed, 'arrays')).sort());
      },
    });
    expect(seen).toEqual([
      ['density', 'landscape', 'long'].flatMap((name) =>
        [0, 1, 2].map((epoch) => `${name}-epoch-00000000${epoch}.csv`),
      ),
    ]);
    expect(await everything(killed)).toEqual(await everything(dir));
    expect(readdirSync(join(killed, 'arrays')).sort()).toEqual(readdirSync(join(dir, 'arrays')).sort());
  });

  test('survives in the result when nothing is left to measure behind the checkpoint', async () => {
    const out = join(folder, 'at-the-end');
    const stop = (event: RunEvent) => {
      if (event.type === 'finished') return;
      if (event.type === 'checkpoint' && event.checkpoint.epoch === 4) throw new Error('killed');
    };
    await expect(
      recordRun({ lab, planned, store: folderStore(out), checkpointEvery: 0, onEvent: stop }),
    ).rejects.toThrow('killed');
    const again = await recordRun({ lab, planned, store: folderStore(out) });
    expect(again.result.final).toEqual(result.final);
  });

  test('is refused, named by its file, when numbers are missing', async () => {
    const [first] = await readMeasurements(dir);
    const long = first?.arrays?.long as SavedArray;
    await expect(readArray(folder, long)).rejects.toThrow(
      /arrays\/long-epoch-000000000\.csv cannot be read \(there is no/,
    );
    const path = join(dir, file(long));
    writeFileSync(path, readFileSync(path, 'utf8').slice(0, 400));
    await expect(readArray(dir, long)).rejects.toThrow(/cannot be read \(expected 1001 numbers, got \d+\)/);
  });
});
