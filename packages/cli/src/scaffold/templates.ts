import { didYouMean, LabError, type PluginKind } from '@sharpness-lab/core';

/** A package from which plugins of a kind can start. */
interface Template {
  /** The kind of its plugin, with an article. */
  readonly holds: string;
  /** The arguments of `sharpness run` that use the plugin for a few seconds; the plugin's name is {@link PLUGIN}. */
  readonly experiment: string;
}

/** The name of the plugin in the templates. */
export const PLUGIN = 'my-plugin';

/** The templates: each a folder of that name beside `common`, which all of them share. */
const templates = {
  optimizer: { holds: 'an optimizer', experiment: "fig4b 'phases=[{optimizer: my-plugin, epochs: 500}]'" },
  dataset: { holds: 'a dataset', experiment: 'fig4a --scale quick dataset=my-plugin' },
  model: {
    holds: 'a model',
    experiment: "fig4a model=my-plugin 'phases=[{optimizer: sgd, epochs: 20}]' 'metrics=[loss, accuracy]'",
  },
  loss: { holds: 'a loss', experiment: "fig4a loss=my-plugin 'phases.*.epochs=500'" },
  metric: { holds: 'a metric', experiment: "fig4a --scale quick 'metrics=[loss, hessian-trace, my-plugin]'" },
} as const satisfies { readonly [K in PluginKind]?: Template };

/** A kind of plugin with a template. */
export type TemplateKind = keyof typeof templates;

/** The kinds of plugins with templates. */
export const TEMPLATE_KINDS = Object.keys(templates) as TemplateKind[];

/** @throws LabError of kind `config` when there is no template of that kind */
export function templateOf(kind: string): Template & { readonly kind: TemplateKind } {
  const known = TEMPLATE_KINDS.find((each) => each === kind);
  if (known !== undefined) return { kind: known, ...templates[known] };
  const hint = didYouMean(kind, TEMPLATE_KINDS) || `: expected ${TEMPLATE_KINDS.join(', ')}`;
  throw new LabError('config', `no template for "${kind}"${hint}`);
}
