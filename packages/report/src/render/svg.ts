import type { TopLevelSpec } from 'vega-lite';
import { type Theme, themed } from '../theme.ts';

/** Draws a specification as an SVG document, the same bytes for the same specification. */
export async function renderSvg(spec: TopLevelSpec, theme: Theme): Promise<string> {
  const [{ compile }, vega] = await Promise.all([import('vega-lite'), import('vega')]);
  const view = new vega.View(vega.parse(compile(themed(spec, theme)).spec), { renderer: 'none' });
  try {
    return await view.toSVG();
  } finally {
    view.finalize();
  }
}
