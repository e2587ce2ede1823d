import type { Definition } from '../../contracts/plugin.ts';
import type { PluginKind } from '../../contracts/plugin-kind.ts';
import { LabError } from '../../errors.ts';
import type { z } from '../../vendor/zod.ts';
import type { Case, Clause, Setup } from './contract.ts';
import { definitionClauses, optionsClauses } from './definition.ts';

// Vitest is optional: clauses can be checked without a test runner.
const [vitest] = await Promise.allSettled([import('vitest')]);

/**
 * Registers a contract with vitest: the clauses for every definition, and then the clauses of each case.
 *
 * @param clausesOf the clauses of the plugin's kind
 * @param titleOf the distinguishing part of a case, by default its options
 * @throws LabError of kind `plugin` when vitest is not installed
 */
export function runSuite<K extends PluginKind, Options extends z.ZodObject, C extends Case<Options>>(
  definition: Definition<K, Options>,
  cases: readonly C[],
  setup: Setup,
  clausesOf: (each: C) => readonly Clause[],
  titleOf: (each: C) => object = ({ options }) => options ?? {},
): void {
  if (cases.length === 0) throw new Error(`${definition.kind} "${definition.name}": expected at least one case`);
  const { describe, expect, test } = runner();
  // As assertions, because vitest can be told to fail tests that make none.
  const register = (clauses: readonly Clause[]) => {
    for (const { name, check } of clauses)
      test(name, () => expect(Promise.resolve().then(check)).resolves.toBeUndefined());
  };
  describe(`${definition.kind} ${definition.name}`, () => {
    register(definitionClauses(definition));
    for (const each of cases) {
      describe(JSON.stringify(titleOf(each)), () => {
        register(optionsClauses(definition, each.options, setup));
        register(clausesOf(each));
      });
    }
  });
}

function runner(): typeof import('vitest') {
  if (vitest.status === 'fulfilled') return vitest.value;
  throw new LabError('plugin', 'suites of @sharpness-lab/core/testing run in vitest: npm install --save-dev vitest', {
    cause: vitest.reason,
  });
}
