import { messageOf } from '../../errors.ts';
import type { LabPart } from '../../lab/lab.ts';
import type { z } from '../../vendor/zod.ts';
import type { Files } from '../create-plugin.ts';

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

/** What a tested plugin may need. */
export interface Setup {
  /** Definitions, modules and packages that the plugin's options refer to. */
  readonly plugins?: readonly LabPart[];
  /** The contents of the files that it declares as its sources, by their locations. */
  readonly files?: Files;
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
