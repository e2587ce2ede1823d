import { extname } from 'node:path';
import { didYouMean, LabError } from '@sharpness-lab/core';
import { reasonOf, writeAtomically } from '@sharpness-lab/core/node';
import { type Chart, chartPage, renderPng, renderSvg, type Theme, themed } from '@sharpness-lab/report';

const schema = 'https://vega.github.io/schema/vega-lite/v6.json';

/** What a chart becomes in a file. */
interface Format {
  draw(chart: Chart, theme: Theme): string | Promise<string | Uint8Array>;
  /** Whether the specification goes beside it: pages and specifications have it inside. */
  readonly picture: boolean;
}

const svg = ({ spec }: Chart, theme: Theme) => renderSvg(spec, theme);

/** By the ending of the file's name. */
const formats: Readonly<Record<string, Format>> = {
  '.svg': { draw: svg, picture: true },
  '.png': { draw: async (chart, theme) => renderPng(await svg(chart, theme)), picture: true },
  '.html': { draw: chartPage, picture: false },
  '.json': { draw: specification, picture: false },
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
 * Vega-Lite specification, `.vl.json`. A page has that inside, and the colours of whoever reads it.
 *
 * @returns the paths that were written
 * @throws LabError of kind `store` when one cannot be
 */
export async function writeChart(chart: Chart, path: string, theme: Theme): Promise<string[]> {
  const ending = extname(path);
  const { draw, picture } = formats[ending.toLowerCase()] as Format;
  await write(path, await draw(chart, theme));
  if (!picture) return [path];
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
