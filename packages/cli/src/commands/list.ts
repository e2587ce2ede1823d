import { didYouMean, formatTable, LabError, PLUGIN_KINDS, type PluginKind } from '@sharpness-lab/core';
import { describeOrigin } from '../describe-origin.ts';
import { composeLab } from '../packages.ts';

/** Prints the plugins of a kind, or all of them. */
export async function list(kind: string | undefined, plugins: readonly string[]): Promise<void> {
  if (kind !== undefined && !isKind(kind)) {
    throw new LabError('config', `unknown kind "${kind}"${didYouMean(kind, PLUGIN_KINDS) || known()}`);
  }
  const lab = await composeLab(plugins);
  const rows = lab.registry
    .list(kind)
    .map(({ definition, origin }) => [definition.kind, definition.name, definition.summary, describeOrigin(origin)]);
  process.stdout.write(formatTable([['KIND', 'NAME', 'SUMMARY', 'FROM'], ...rows]));
}

function isKind(kind: string): kind is PluginKind {
  return PLUGIN_KINDS.some((known) => known === kind);
}

function known(): string {
  return ` (known: ${PLUGIN_KINDS.join(', ')})`;
}
