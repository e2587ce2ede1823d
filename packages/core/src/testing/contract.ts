import { messageOf } from '../errors.ts';
import type { LabPart } from '../lab/lab.ts';
import type { z } from '../vendor/zod.ts';

/** One clause of a contract: its check throws, or rejects, with a sentence on what is wrong. */
export interface Clause {
  readonly name: string;
  readonly check: () => void | Promise<void>;
}

/** A setting in which a plugin is examined. */
export interface Case<Options extends z.ZodObject> {
  /** The plugin's options; defaults where absent. */
  readonly options?: z.input<Options>;
}

/** What the examined plugins may need. */
export interface Setup {
  /** Definitions, modules and packages that the plugin's options refer to. */
  readonly plugins?: readonly LabPart[];
}

/** Checks clauses without a test runner. Returns a sentence for each one that is broken. */
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
