import type { Definition } from '../../contracts/plugin.ts';
import type { Targets } from '../../contracts/targets.ts';
import { targetsOf } from '../../training/check-targets.ts';
import type { z } from '../../vendor/zod.ts';
import { ensure, ensureClose, ensureFinite } from '../assertions.ts';
import { createPlugin } from '../create-plugin.ts';
import { differentiate } from '../finite-differences.ts';
import type { Case, Clause, Setup } from './contract.ts';
import { runSuite } from './suite.ts';

const STEP = 2 ** -10;
const TOLERANCE = 1e-8;

// Irregular values, so that they miss the kinks of piecewise losses.
const OUTPUTS = [-3.1, -1.7, -0.6, 0.1, 0.8, 1.9, 2.7];

/** Outputs so far out that a loss which falls there has no bound below. */
const FAR_OUTPUTS = [-1e6, -1e3, 1e3, 1e6];

/** Targets of each kind that a loss may take. */
const TARGETS: Readonly<Record<Targets, readonly number[]>> = {
  real: [-1.5, -1, 0, 0.5, 1, 3],
  signs: [-1, 1],
  signed: [-1.5, -1, 0.5, 1, 3],
};

export interface LossCase<Options extends z.ZodObject> extends Case<Options> {
  /** Targets to test it with, by default some of the kind that it declares. */
  readonly targets?: readonly number[];
  /** The output with the least loss, if there is one: y -> y for the squared error. */
  readonly minimizer?: (target: number) => number;
}

function isTaken(target: number, kind: Targets): boolean {
  if (kind === 'signs') return target === 1 || target === -1;
  return kind === 'real' || target !== 0;
}

/** The contract of losses, in one setting. */
export function lossClauses<Options extends z.ZodObject>(
  definition: Definition<'loss', Options>,
  { options, targets: given, minimizer }: LossCase<Options>,
  { plugins, files }: Setup = {},
): Clause[] {
  const create = () => createPlugin(definition, options, plugins, files);
  const kind = () => targetsOf(create());
  const targets = () => given ?? TARGETS[kind()];
  const points = () => targets().flatMap((target) => OUTPUTS.map((output) => [output, target] as const));
  return [
    {
      name: 'says what targets it takes, and is tested with those',
      check() {
        const other = targets().find((y) => !isTaken(y, kind()));
        ensure(other === undefined, `targets: it takes "${kind()}", and is tested with ${other}`);
      },
    },
    {
      name: 'is finite, with its derivatives',
      check() {
        const loss = create();
        for (const [f, y] of points()) {
          ensureFinite(
            [loss.value(f, y), loss.firstDerivative(f, y), loss.secondDerivative(f, y)],
            `value and derivatives at f=${f}, y=${y}`,
          );
        }
      },
    },
    {
      name: 'is bounded below',
      check() {
        const loss = create();
        for (const y of targets()) {
          const least = Math.min(...OUTPUTS.map((f) => loss.value(f, y)));
          for (const f of FAR_OUTPUTS) {
            const value = loss.value(f, y);
            ensure(
              !(value < least - 10 * Math.max(1, Math.abs(least))),
              `value at f=${f}, y=${y}: ${value}, so training would fall for ever; declare the targets that it takes, as in targets: 'signs'`,
            );
          }
        }
      },
    },
    {
      name: 'has the first derivative of its value',
      check() {
        const loss = create();
        for (const [f, y] of points()) {
          const [expected] = differentiate((t) => [loss.value(f + t, y)], STEP).first as [number];
          ensureClose(loss.firstDerivative(f, y), expected, TOLERANCE, `first derivative at f=${f}, y=${y}`);
        }
      },
    },
    {
      name: 'has the second derivative of its value',
      check() {
        const loss = create();
        for (const [f, y] of points()) {
          const [expected] = differentiate((t) => [loss.firstDerivative(f + t, y)], STEP).first as [number];
          ensureClose(loss.secondDerivative(f, y), expected, TOLERANCE, `second derivative at f=${f}, y=${y}`);
        }
      },
    },
    ...(minimizer === undefined
      ? []
      : [
          {
            name: 'is least where it is said to be',
            check() {
              const loss = create();
              for (const y of targets()) {
                const best = minimizer(y);
                ensureClose(
                  loss.firstDerivative(best, y),
                  0,
                  1e-12,
                  `first derivative at the minimizer f=${best}, y=${y}`,
                );
                for (const f of OUTPUTS) {
                  ensure(
                    loss.value(f, y) >= loss.value(best, y),
                    `y=${y}: the loss at f=${f} is below that at f=${best}`,
                  );
                }
              }
            },
          },
        ]),
  ];
}

/**
 * Tests a loss against its contract.
 *
 * @param cases settings to test it in, by default its default options
 */
export function testLoss<Options extends z.ZodObject>(
  definition: Definition<'loss', Options>,
  cases: readonly LossCase<Options>[] = [{}],
  setup: Setup = {},
): void {
  runSuite(definition, cases, setup, (each) => lossClauses(definition, each, setup));
}
