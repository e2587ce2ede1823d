import type { TopLevelSpec } from 'vega-lite';
import { renderSvg } from '../render/svg.ts';
import { themes } from '../theme.ts';

/**
 * A chart as SVG in the page's colours, for a page with other charts, even twice. The names of single marks for screen
 * readers are left out: the page says the same in a title, a description and a table.
 *
 * @param id unique in the page
 * @param attributes of the svg element
 */
export async function stillSvg(spec: TopLevelSpec, id: string, attributes: string): Promise<string> {
  const svg = await renderSvg(spec, themes.page);
  return svg
    .replaceAll(/ (?:d|transform)="[^"]*"/g, tenthsOfPixels)
    .replaceAll(/<path [^>]*display="none"\/>/g, '')
    .replaceAll(/ (?:aria-\w+|role)="[^"]*"/g, '')
    .replaceAll(/ id="([^"]+)"/g, ` id="${id}-$1"`)
    .replaceAll(/url\(#([^)]+)\)/g, `url(#${id}-$1)`)
    .replaceAll(/href="#([^"]+)"/g, `href="#${id}-$1"`)
    .replace('<svg ', `<svg ${attributes} `);
}

/** A number in a drawing, without invisible digits. */
function tenthsOfPixels(attribute: string): string {
  return attribute.replaceAll(/(\d+\.\d)\d+/g, '$1');
}
