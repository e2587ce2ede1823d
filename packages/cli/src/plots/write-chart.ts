import { extname } from 'node:path';
import { didYouMean, LabError } from '@sharpness-lab/core';
import { reasonOf, writeAtomically } from '@sharpness-lab/core/node';
import { type Chart, chartPage, renderPng, renderSvg, type Theme, themed } from '@sharpness-lab/report';

const schema = 'https://vega.github.io/schema/vega-lite/v6.json';

/** A file format of charts. */
interface Format {
  draw(chart: Chart, theme: Theme): string | Promise<string | Uint8Array>;
  /** Whether a specification is written beside the file. Pages and specifications contain it. */
  readonly picture: boolean;
}

const svg = ({ spec }: Chart, theme: Theme) => renderSvg(spec, theme);

/** The formats by file ending. */
const formats: Readonly<Record<string, Format>> = {
  '.svg': { draw: svg, picture: true },
  '.png': { draw: async (chart, theme) => renderPng(await svg(chart, theme)), picture: true },
  '.html': { draw: chartPage, picture: false },
  '.json': { draw: specification, picture: false },
};

/**
 * Checks that the ending of a file's name tells its format.
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
 * Draws a chart into a file in the format of the file's ending. An existing file is replaced. Beside a picture it
 * writes the Vega-Lite specification, `.vl.json`; a page contains the specification, and follows the light or dark
 * setting of the browser.
 *
 * @returns the paths of the written files
 * @throws LabError of kind `store` when one of them cannot be written
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

/** The specification includes the theme's colours, so that other programs draw the same picture. */
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
