/*
 * Runs what the page of results is about, records the verdicts in docs/public/results, draws the pictures, and writes
 * docs/results.md. Finished runs in runs/results are reused. Expects a build.
 *
 *     npm run results                           # everything, an hour and a half on two cores
 *     npm run results -- table1 quick           # these recordings, the others as they are
 *     npm run results -- --check table1 quick   # writes nothing: fails where the files would become others
 */
import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import type { StudyRecord } from '@sharpness-lab/studies';
import { claimsFile, readClaims } from '@sharpness-lab/studies/node';
import { launchChromium } from '../../../tests/chromium.ts';
import { pictures, type RecordingName, recordings } from './recordings.ts';
import { resultsPage } from './results-page.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const command = join(root, 'packages/cli/bin/sharpness.js');
const page = join(root, 'docs/results.md');

const { values, positionals } = parseArgs({ options: { check: { type: 'boolean' } }, allowPositionals: true });
const all = Object.keys(recordings) as RecordingName[];
const chosen = positionals.length === 0 ? all : all.filter((name) => positionals.includes(name));

const runsOf = (name: RecordingName) => join(root, 'runs/results', name);
const recordOf = (name: RecordingName) => join(root, 'docs/public/results', `${name}.json`);
const drawing = (file: string) => join(root, 'docs/pictures/results', file);

function sharpness(...args: readonly string[]): void {
  execFileSync(process.execPath, [command, ...args], { stdio: ['ignore', 'ignore', 'inherit'] });
}

/** The pictures of studies that show runs of the chosen recordings, in both themes, by their file names. */
function drawn(): Map<string, string> {
  const folder = mkdtempSync(join(tmpdir(), 'results-'));
  const files = new Map<string, string>();
  for (const [study, { from, shown }] of Object.entries(pictures)) {
    if (!chosen.includes(from)) continue;
    for (const theme of ['light', 'dark']) {
      sharpness('plot', runsOf(from), '--figure', study, '--theme', theme, '--out', folder);
      for (const { name } of shown) {
        files.set(`${name}-${theme}.svg`, readFileSync(join(folder, `${name}.svg`), 'utf8'));
      }
    }
  }
  rmSync(folder, { recursive: true });
  return files;
}

/** Figure 4 in the report of the figures, as a browser shows it in both themes, by file name. */
async function screenshots(): Promise<Map<string, Buffer>> {
  const files = new Map<string, Buffer>();
  if (!chosen.includes('quick')) return files;
  const browser = await launchChromium();
  for (const colorScheme of ['light', 'dark'] as const) {
    const page = await browser?.newPage({ colorScheme, viewport: { width: 1000, height: 640 } });
    await page?.goto(`${pathToFileURL(join(runsOf('quick'), 'report.html')).href}#study-fig4-quick`);
    const picture = await page?.screenshot();
    if (picture !== undefined) files.set(`report-${colorScheme}.png`, picture);
  }
  await browser?.close();
  return files;
}

for (const name of chosen) {
  for (const line of recordings[name]) sharpness(...line.split(' '), '--out', runsOf(name));
}
const files = drawn();
if (values.check === true) await check(files);
else await write(files);

async function write(files: ReadonlyMap<string, string>): Promise<void> {
  for (const folder of ['docs/public/results', 'docs/pictures/results'])
    mkdirSync(join(root, folder), { recursive: true });
  for (const name of chosen) copyFileSync(claimsFile(runsOf(name)), recordOf(name));
  for (const [file, content] of [...files, ...(await screenshots())]) writeFileSync(drawing(file), content);
  writeFileSync(page, resultsPage(await recorded(recordOf)));
}

/** Fails unless pictures and page come out as they are committed, whichever machine measured. */
async function check(files: ReadonlyMap<string, string>): Promise<void> {
  const committed = await recorded(recordOf);
  const repeated = await recorded((name) => (chosen.includes(name) ? claimsFile(runsOf(name)) : recordOf(name)));
  const [{ environment } = {}] = committed.table1;
  const text = (studies: typeof committed) =>
    resultsPage({ table1: onOne(studies.table1), quick: onOne(studies.quick), paper: onOne(studies.paper) });
  const onOne = (studies: readonly StudyRecord[]) =>
    studies.map((study) => (environment === undefined ? study : { ...study, environment }));
  const changed = [
    ...[...files].filter(([file, content]) => readFileSync(drawing(file), 'utf8') !== content).map(([file]) => file),
    ...(text(repeated) === text(committed) ? [] : ['results.md']),
  ];
  if (changed.length > 0) throw new Error(`these would become others: ${changed.join(', ')}`);
}

async function recorded(fileOf: (name: RecordingName) => string) {
  const [table1, quick, paper] = await Promise.all(
    (['table1', 'quick', 'paper'] as const).map((name) => readClaims(fileOf(name))),
  );
  return { table1: table1 ?? [], quick: quick ?? [], paper: paper ?? [] };
}
