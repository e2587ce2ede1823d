import type { Definition } from '../../contracts/plugin.ts';
import type { z } from '../../vendor/zod.ts';
import { ensureClose, ensureFinite, ensureSame } from '../assertions.ts';
import { createPlugin } from '../create-plugin.ts';
import type { Case, Clause, Setup } from './contract.ts';
import { runSuite } from './suite.ts';

const PROGRESS = [...Array(100).keys()].map((step) => step / 100).concat(1 - 2 ** -40);

export interface ScheduleCase<Options extends z.ZodObject> extends Case<Options> {
  /** Values that were computed by hand, as pairs of progress and value. */
  readonly values?: readonly (readonly [progress: number, value: number])[];
}

/** The contract of schedules, in one setting. */
export function scheduleClauses<Options extends z.ZodObject>(
  definition: Definition<'schedule', Options>,
  { options, values = [] }: ScheduleCase<Options>,
  { plugins, files }: Setup = {},
): Clause[] {
  const create = () => createPlugin(definition, options, plugins, files);
  return [
    {
      name: 'is finite from 0 to below 1',
      check: () => ensureFinite(PROGRESS.map(create()), `values at progress ${PROGRESS}`),
    },
    {
      name: 'depends on progress alone, not on what it was asked before',
      check() {
        const schedule = create();
        const forwards = PROGRESS.map(schedule);
        const backwards = PROGRESS.toReversed().map(schedule).reverse();
        ensureSame(backwards, forwards, 'values asked for in reverse');
      },
    },
    ...values.map(([progress, value]) => ({
      name: `is ${value} at progress ${progress}`,
      check: () => ensureClose(create()(progress), value, 1e-12, `value at progress ${progress}`),
    })),
  ];
}

/**
 * Tests a schedule against its contract.
 *
 * @param cases settings to test it in, by default its default options
 */
export function testSchedule<Options extends z.ZodObject>(
  definition: Definition<'schedule', Options>,
  cases: readonly ScheduleCase<Options>[] = [{}],
  setup: Setup = {},
): void {
  runSuite(definition, cases, setup, (each) => scheduleClauses(definition, each, setup));
}
