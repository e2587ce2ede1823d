import { extname } from 'node:path';
import { didYouMean, LabError } from '@sharpness-lab/core';
import { reasonOf, writeAtomically } from '@sharpness-lab/core/node';
import { type Chart, renderPng, renderSvg, type Theme, themed } from '@sharpness-lab/report';

const schema = 'https://vega.github.io/schema/vega-lite/v6.json';

type Draw = (chart: Chart, theme: Theme) => string | Promise<string | Uint8Array>;

/** What a chart becomes in a file, by the ending of its name. */
const formats: Readonly<Record<string, Draw>> = {
  '.svg': (chart, theme) => renderSvg(chart.spec, theme),
  '.png': async (chart, theme) => renderPng(await renderSvg(chart.spec, theme)),
  '.json': specification,
};

/**
 * Refuses a file whose name does not tell its format.
 *
 * @throws LabError of kind `store`
 */
export function ensureFormat(path: string): void {
  const ending = extname(path).toLowerCase();
  if (Object.hasOwn(formats, ending)) return;
  const endings = Object.keys(formats);
  const expected = `expected a name that ends in ${endings.join(', ')}`;
  throw new LabError('store', `--out: ${path} has no known format${didYouMean(ending, endings)}: ${expected}`);
}

/**
 * Draws a chart into a file, whatever was there before, in the format of the file's ending; beside a picture goes its
 * Vega-Lite specification, `.vl.json`.
 *
 * @returns the paths that were written
 * @throws LabError of kind `store` when one cannot be
 */
export async function writeChart(chart: Chart, path: string, theme: Theme): Promise<string[]> {
  const ending = extname(path);
  const draw = formats[ending.toLowerCase()] as Draw;
  await write(path, await draw(chart, theme));
  if (draw === specification) return [path];
  const beside = `${path.slice(0, -ending.length)}.vl.json`;
  await write(beside, specification(chart, theme));
  return [path, beside];
}

/** With the theme's colours in it, so that it looks in other programs as in the picture. */
function specification({ spec }: Chart, theme: Theme): string {
  return `${JSON.stringify({ $schema: schema, ...themed(spec, theme) }, null, 2)}\n`;
}

async function write(path: string, content: string | Uint8Array): Promise<void> {
  try {
    await writeAtomically(path, content);
  } catch (cause) {
    throw new LabError('store', `${path} cannot be written (${reasonOf(cause)}): choose another --out`, { cause });
  }
}
