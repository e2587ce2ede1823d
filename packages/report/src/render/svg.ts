import { createHash } from 'node:crypto';
import type { TopLevelSpec } from 'vega-lite';
import { type Theme, themed } from '../theme.ts';
import { type TextWidth, textWidthInFont } from './text-width.ts';

/**
 * Draws a specification as an SVG document: the same bytes for the same specification and theme. Parts that only the
 * pointer needs are left out. Different documents have different ids, so that several can stand in one page.
 */
export async function renderSvg(spec: TopLevelSpec, theme: Theme): Promise<string> {
  const [{ compile }, vega] = await Promise.all([import('vega-lite'), measuringVega()]);
  const view = new vega.View(vega.parse(compile(themed(spec, theme)).spec), { renderer: 'none' });
  try {
    return withOwnIds(withoutUnseen(await view.toSVG()));
  } finally {
    view.finalize();
  }
}

let measuring: Promise<typeof import('vega')> | undefined;

/**
 * Vega with text measured in the font of the package. Without a canvas Vega gives all letters the same width, and the
 * space between legends and axis titles becomes too large.
 */
function measuringVega(): Promise<typeof import('vega')> {
  measuring ??= Promise.all([import('vega'), textWidthInFont()]).then(([vega, width]) => {
    // Vega exports this object for such replacements, but does not declare it.
    (vega as unknown as { readonly textMetrics: { width: TextWidth } }).textMetrics.width = width;
    return vega;
  });
  return measuring;
}

/** Without fully transparent paths, which exist only for the pointer. */
function withoutUnseen(svg: string): string {
  return svg.replaceAll(/<path [^>]* opacity="0"[^>]*\/>/g, '');
}

/**
 * Vega numbers clip paths and gradients through all documents of a process. Here the numbers begin again in each
 * document.
 */
function withOwnIds(svg: string): string {
  const ids = new Map<string, string>();
  for (const [, id] of svg.matchAll(/ id="((?:clip|gradient_)\d+)"/g)) ids.set(id as string, `${ids.size + 1}`);
  const renamed = (prefix: string) =>
    svg.replaceAll(/ id="((?:clip|gradient_)\d+)"|url\(#((?:clip|gradient_)\d+)\)/g, (_, defined, used) =>
      defined === undefined ? `url(#${prefix}-${ids.get(used)})` : ` id="${prefix}-${ids.get(defined)}"`,
    );
  const digest = createHash('sha256').update(renamed('')).digest('hex').slice(0, 10);
  return renamed(`chart-${digest}`);
}
