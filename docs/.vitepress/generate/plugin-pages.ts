import { PLUGIN_KINDS, type PluginKind, type PluginRegistry, type RegisteredPlugin } from '@sharpness-lab/core';
import { optionRows } from '../../../packages/cli/src/option-rows.ts';
import { parameterRows, SHOWN_DIMENSION } from '../../../packages/cli/src/parameter-rows.ts';
import { quantityRows } from '../../../packages/cli/src/quantity-rows.ts';
import { code, escaped, table } from './markdown.ts';

/** The plural of each kind. */
export const plurals: Readonly<Record<PluginKind, string>> = {
  dataset: 'datasets',
  model: 'models',
  initializer: 'initializers',
  loss: 'losses',
  optimizer: 'optimizers',
  schedule: 'schedules',
  constraint: 'constraints',
  metric: 'metrics',
  engine: 'engines',
  observer: 'observers',
};

/** The kinds with registered plugins. */
export function kindsWithPlugins(registry: PluginRegistry): PluginKind[] {
  return PLUGIN_KINDS.filter((kind) => registry.list(kind).length > 0);
}

/** The reference page of a kind: every plugin, its options with ranges and defaults and, of a model, its parameters. */
export function pluginPage(registry: PluginRegistry, kind: PluginKind): string {
  const plural = plurals[kind];
  return [
    `# ${plural[0]?.toUpperCase()}${plural.slice(1)}`,
    '',
    `All ${plural} that come with the lab, from their definitions. ` +
      `[How to write your own](../../how-to/${kind}.md).`,
    '',
    ...registry.list(kind).map((plugin) => pluginSection(registry, plugin)),
  ].join('\n');
}

function pluginSection(registry: PluginRegistry, { definition, origin }: RegisteredPlugin): string {
  const { kind, name, aliases = [], summary, options } = definition;
  const rows = optionRows(options).map(([option = '', type = '', preset = '', text = '']) => [
    code(option),
    escaped(type),
    preset === 'required' || preset === '-' ? preset : code(preset),
    escaped(text),
  ]);
  return [
    `## ${name} {#${name}}`,
    '',
    escaped(summary),
    '',
    rows.length === 0 ? 'It takes no options.\n' : table(['option', 'type', 'default', 'description'], rows),
    ...(kind === 'model' ? [parameterTable(registry, name)] : []),
    ...(kind === 'metric' ? [quantityTable(registry, name)] : []),
    ...(aliases.length === 0 ? [] : [`Formerly ${aliases.map(code).join(', ')}, which still finds it.\n`]),
    `From ${code(origin.name)} ${origin.version}.`,
    '',
  ].join('\n');
}

function quantityTable(registry: PluginRegistry, name: string): string {
  const rows = quantityRows(registry.get('metric', name).definition);
  const cells = rows.map(([quantity = '', title = '', scale = '', better = '']) => [
    code(quantity),
    escaped(title),
    scale,
    better,
  ]);
  return table(['quantity', 'title', 'scale', 'better'], cells);
}

function parameterTable(registry: PluginRegistry, name: string): string {
  const rows = parameterRows(registry, name).map((cells) => cells.map(code));
  return table(['parameter', `shape with ${SHOWN_DIMENSION} inputs and default options`], rows);
}
