import {
  type Definition,
  didYouMean,
  formatTable,
  LabError,
  type PluginRegistry,
  type RegisteredPlugin,
} from '@sharpness-lab/core';
import { presets } from '@sharpness-lab/paper';
import { describeOrigin } from '../describe-origin.ts';
import { optionRows } from '../option-rows.ts';
import { composeLab } from '../packages.ts';
import { parameterRows, SHOWN_DIMENSION } from '../parameter-rows.ts';
import { quantityRows } from '../quantity-rows.ts';

/** Prints the summary and the options of a plugin. */
export async function describe(name: string, plugins: readonly string[]): Promise<void> {
  const lab = await composeLab(plugins);
  const { definition, origin } = find(lab.registry, name);
  const { aliases = [] } = definition;
  const options = optionRows(definition.options);
  const sections = [
    [
      `${definition.kind} ${definition.name}: ${definition.summary}`,
      ...(aliases.length === 0 ? [] : [`formerly ${aliases.join(', ')}`]),
      `from ${describeOrigin(origin)}\n`,
    ].join('\n'),
    options.length === 0
      ? 'It takes no options.\n'
      : formatTable([['OPTION', 'TYPE', 'DEFAULT', 'DESCRIPTION'], ...options]),
    ...(definition.kind === 'model' ? [parameters(lab.registry, definition.name)] : []),
    ...(isMetric(definition) ? [quantities(definition)] : []),
  ];
  process.stdout.write(sections.join('\n'));
}

function find(registry: PluginRegistry, wanted: string): RegisteredPlugin {
  const qualified = ({ definition: { kind, name } }: RegisteredPlugin) => `${kind}/${name}`;
  const all = registry.list();
  const found = all.filter(({ definition: { kind, name, aliases = [] } }) =>
    [name, ...aliases].some((each) => each === wanted || `${kind}/${each}` === wanted),
  );
  const [plugin, ...others] = found;
  if (plugin === undefined) {
    if (Object.hasOwn(presets, wanted)) {
      const command = `"sharpness run ${wanted} --print-config"`;
      throw new LabError('config', `"${wanted}" is a preset, not a plugin: ${command} shows what it is made of`);
    }
    const names = all.map((plugin) => (wanted.includes('/') ? qualified(plugin) : plugin.definition.name));
    const hint = didYouMean(wanted, names) || ': "sharpness list" shows all';
    throw new LabError('config', `unknown plugin "${wanted}"${hint}`);
  }
  if (others.length > 0) {
    throw new LabError('config', `several plugins are called "${wanted}": write ${found.map(qualified).join(' or ')}`);
  }
  return plugin;
}

function isMetric(definition: Definition): definition is Definition<'metric'> {
  return definition.kind === 'metric';
}

function quantities(definition: Definition<'metric'>): string {
  return formatTable([['QUANTITY', 'TITLE', 'SCALE', 'BETTER'], ...quantityRows(definition)]);
}

function parameters(registry: PluginRegistry, name: string): string {
  const heading = `SHAPE (${SHOWN_DIMENSION} inputs, default options)`;
  return formatTable([['PARAMETER', heading], ...parameterRows(registry, name)]);
}
