import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { VERSION } from '@sharpness-lab/core';
import { afterAll, describe, expect, test } from 'vitest';

/*
 * The command on terminals of several widths. The program script of util-linux makes the terminals.
 */
const bin = resolve(import.meta.dirname, '../bin/sharpness.js');
const folder = mkdtempSync(join(tmpdir(), 'terminal-'));
afterAll(() => rmSync(folder, { recursive: true }));

const absent = spawnSync('script', ['--version'], { encoding: 'utf8' }).stdout?.includes('util-linux') !== true;

/** What the command writes on a terminal. */
function onTerminal(columns: number, args: string): string {
  const command = `stty cols ${columns} rows 40; '${process.execPath}' '${bin}' ${args}`;
  const { stdout } = spawnSync('script', ['-qec', command, '/dev/null'], { cwd: folder, encoding: 'utf8' });
  return stdout;
}

/** The lines, also those that are written over; a terminal would go on in a further row where one is too long. */
const linesOf = (output: string) =>
  // The cursor goes to the first column by this sequence too.
  stripVTControlCharacters(output.replaceAll('\u001b[1G', '\r'))
    .split(/[\r\n]+/)
    .map((line) => line.trimEnd());

describe.skipIf(absent).each([40, 60, 80])('on a terminal of %d columns', (columns) => {
  test('progress stays in one row', { timeout: 120_000 }, () => {
    const setting = "model.width=50 'phases=[{optimizer: 1-sam, epochs: 10000}]' metrics='[accuracy]'";
    const out = `--out runs-${columns} name=with-a-longer-name`;
    const drawn = linesOf(onTerminal(columns, `run fig4b ${setting} ${out}`)).filter((line) => /\d%/.test(line));
    expect(drawn).not.toEqual([]);
    // In the last column some terminals wrap already.
    expect(drawn.filter((line) => line.length >= columns)).toEqual([]);
  });

  test('the list of plugins breaks between words', { timeout: 60_000 }, () => {
    for (const args of ['list', 'list metric']) {
      const lines = linesOf(onTerminal(columns, args));
      expect(lines.filter((line) => line.length > columns)).toEqual([]);
      const text = lines.join(' ').replace(/\s+/g, ' ');
      expect(text).toContain('hessian-trace');
      expect(text).toContain('norm of all parameters');
      expect(text).toContain(`@sharpness-lab/metrics ${VERSION}`);
    }
  });
});
