/** The kinds of plugins. */
export const PLUGIN_KINDS = [
  'dataset',
  'model',
  'initializer',
  'loss',
  'optimizer',
  'schedule',
  'constraint',
  'metric',
  'engine',
  'observer',
] as const;

export type PluginKind = (typeof PLUGIN_KINDS)[number];
