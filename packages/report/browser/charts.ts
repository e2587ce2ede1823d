import embed, { type VisualizationSpec } from 'vega-embed';

/** Draws a chart that answers to the pointer, and returns what removes it again. */
async function draw(element: HTMLElement, spec: object, theme: { readonly config: object }): Promise<() => void> {
  const { config, ...frame } = theme;
  const { finalize } = await embed(element, { ...spec, ...frame } as VisualizationSpec, {
    mode: 'vega-lite',
    renderer: 'svg',
    actions: false,
    config,
    tooltip: { theme: 'custom' },
  });
  return finalize;
}

Object.assign(window, { drawChart: draw });
