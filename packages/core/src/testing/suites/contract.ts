import type { Definition } from '../../contracts/plugin.ts';
import { messageOf } from '../../errors.ts';
import type { z } from '../../vendor/zod.ts';

/** One clause of a contract. Its check throws, or rejects, with a sentence about the violation. */
export interface Clause {
  readonly name: string;
  readonly check: () => void | Promise<void>;
}

/** A setting for the test of a plugin. */
export interface Case<Options extends z.ZodObject> {
  /** The plugin's options; defaults where absent. */
  readonly options?: z.input<Options>;
}

/** The plugins that a tested plugin may need. */
export interface Setup {
  /** Definitions that the plugin's options refer to. */
  readonly plugins?: readonly Definition[];
}

/** Checks clauses without a test runner. Returns a sentence for each violated clause. */
export async function violations(clauses: readonly Clause[]): Promise<string[]> {
  const broken: string[] = [];
  for (const { name, check } of clauses) {
    try {
      await check();
    } catch (error) {
      broken.push(`${name}: ${messageOf(error)}`);
    }
  }
  return broken;
}
