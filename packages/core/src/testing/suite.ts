import { describe, test } from 'vitest';
import type { Definition, PluginKind } from '../contracts/plugin.ts';
import type { z } from '../vendor/zod.ts';
import type { Case, Clause, Setup } from './contract.ts';
import { definitionClauses, optionsClauses } from './definition.ts';

/**
 * Registers a contract with vitest: what holds for every definition, then each case's clauses.
 *
 * @param clausesOf the clauses of the plugin's kind
 * @param titleOf what distinguishes a case from the others, by default its options
 */
export function runSuite<K extends PluginKind, Options extends z.ZodObject, C extends Case<Options>>(
  definition: Definition<K, Options>,
  cases: readonly C[],
  { plugins = [] }: Setup,
  clausesOf: (each: C) => readonly Clause[],
  titleOf: (each: C) => object = ({ options }) => options ?? {},
): void {
  if (cases.length === 0) throw new Error(`${definition.kind} "${definition.name}": expected at least one case`);
  describe(`${definition.kind} ${definition.name}`, () => {
    register(definitionClauses(definition));
    for (const each of cases) {
      describe(JSON.stringify(titleOf(each)), () => {
        register(optionsClauses(definition, each.options, plugins));
        register(clausesOf(each));
      });
    }
  });
}

function register(clauses: readonly Clause[]): void {
  for (const { name, check } of clauses) test(name, check);
}
