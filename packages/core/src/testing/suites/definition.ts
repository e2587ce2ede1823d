import type { Dataset } from '../../contracts/dataset.ts';
import type { Definition } from '../../contracts/plugin.ts';
import type { PluginKind } from '../../contracts/plugin-kind.ts';
import { rootStream } from '../../random/random-stream.ts';
import { z } from '../../vendor/zod.ts';
import { ensure } from '../assertions.ts';
import { createPlugin, labOf, referenceTo } from '../create-plugin.ts';
import { readsOf } from '../reads.ts';
import type { Clause, Setup } from './contract.ts';

/** Lower case, with hyphens. */
const HYPHENATED = /^[a-z0-9]+(-[a-z0-9]+)*$/;

/** The clauses for the definition of any plugin. */
export function definitionClauses<K extends PluginKind, Options extends z.ZodObject>({
  name,
  aliases = [],
  summary,
  options,
}: Definition<K, Options>): Clause[] {
  return [
    {
      name: 'has a lower-case name with hyphens',
      check() {
        for (const each of [name, ...aliases]) {
          ensure(HYPHENATED.test(each), `name: expected lower case with hyphens, got "${each}"`);
        }
      },
    },
    {
      name: 'has a summary of one line',
      check: () =>
        ensure(/^\S.{0,118}\S$/.test(summary), `summary: expected one line of 2 to 120 characters, got "${summary}"`),
    },
    {
      name: 'documents every option in its JSON Schema',
      check() {
        const { properties = {} } = z.toJSONSchema(options, { io: 'input' });
        for (const [key, property] of Object.entries(properties)) {
          const described = typeof property === 'object' && property.description !== undefined;
          ensure(described, `option "${key}": expected a description, add .describe('…')`);
        }
      },
    },
    {
      name: 'leaves the key "name" to references',
      check: () =>
        ensure(!Object.hasOwn(options.shape, 'name'), 'option "name": it is the plugin’s name, choose another key'),
    },
  ];
}

/** The clauses for the options of any plugin. */
export function optionsClauses<K extends PluginKind, Options extends z.ZodObject>(
  definition: Definition<K, Options>,
  options: z.input<Options> | undefined,
  { plugins = [], files = {} }: Setup = {},
): Clause[] {
  return [
    {
      name: 'refuses unknown options',
      check() {
        const { success } = definition.options.safeParse({ ...options, 'no-such-option': 1 });
        ensure(
          !success,
          'options: an unknown key was accepted, define them as z.object without .loose() or .catchall()',
        );
      },
    },
    {
      name: 'can be created, also from its completed options as saved with a run',
      check() {
        createPlugin(definition, options, plugins, files);
        const { registry } = labOf([definition, ...plugins]);
        const resolve = (input: object) => JSON.stringify(referenceTo(registry, definition, input));
        const saved = resolve(options ?? {});
        const again = resolve(JSON.parse(saved));
        ensure(again === saved, `options: saved as ${saved}, read back as ${again}`);
      },
    },
    ...(decidesResults(definition.kind) ? [readsNothingItself(definition, options, { plugins, files })] : []),
  ];
}

/** A file that it reads by itself would not be in the identity of a run. */
function readsNothingItself<K extends PluginKind, Options extends z.ZodObject>(
  definition: Definition<K, Options>,
  options: z.input<Options> | undefined,
  { plugins = [], files = {} }: Setup,
): Clause {
  return {
    name: 'reads no file except those that it declares as its sources',
    check() {
      const [read] = readsOf(() => {
        try {
          const plugin: unknown = createPlugin(definition, options, plugins, files);
          if (definition.kind === 'dataset') (plugin as Dataset).sample(rootStream(1));
        } catch {
          // Other clauses report a plugin that cannot be created or drawn from.
        }
      });
      ensure(
        read === undefined,
        `${read} is read: declare it, sources: (options) => ({ file: options.file }), and take sources.file in create`,
      );
    },
  };
}

function decidesResults(kind: PluginKind): boolean {
  return kind !== 'engine' && kind !== 'observer';
}
