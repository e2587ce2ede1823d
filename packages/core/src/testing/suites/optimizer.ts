import type { OptimizerSetting } from '../../contracts/optimizer.ts';
import type { Definition } from '../../contracts/plugin.ts';
import type { Batch } from '../../contracts/problem.ts';
import type { z } from '../../vendor/zod.ts';
import { ensure, ensureClose, ensureFinite, ensureSame, sameNumbers } from '../assertions.ts';
import { createPlugin } from '../create-plugin.ts';
import { TOY_START, TOY_TARGETS, ToyProblem } from '../stand-ins/toy-problem.ts';
import type { Case, Clause, Setup } from './contract.ts';
import { runSuite } from './suite.ts';

export interface OptimizerCase<Options extends z.ZodObject> extends Case<Options> {
  /** Batch size to test with, from 1 (the default) to 4. */
  readonly batchSize?: number;
  /** False for optimizers that move at a zero gradient (weight decay, noise). */
  readonly restsAtZeroGradient?: boolean;
  /** The parameters after the first step on the {@link ToyProblem}, computed by hand. */
  readonly firstStep?: readonly [w1: number, w2: number];
  /** Settings that it must refuse. */
  readonly refused?: readonly OptimizerSetting[];
}

/** The contract of optimizers, in one setting. */
export function optimizerClauses<Options extends z.ZodObject>(
  definition: Definition<'optimizer', Options>,
  { options, batchSize = 1, restsAtZeroGradient = true, firstStep, refused = [] }: OptimizerCase<Options>,
  { plugins, files }: Setup = {},
): Clause[] {
  const create = () => createPlugin(definition, options, plugins, files);

  /** Steps through the toy problem's samples repeatedly. */
  const batchAt = (step: number): Batch => {
    const start = (step * batchSize) % TOY_TARGETS.length;
    return { start, size: Math.min(batchSize, TOY_TARGETS.length - start) };
  };
  const walk = (problem: ToyProblem, steps: number, optimizer = create()) => {
    const step = optimizer.start(problem);
    for (let i = 0; i < steps; i++) step(batchAt(i));
    return problem.weights;
  };

  return [
    {
      name: 'moves the parameters, and keeps them finite',
      check() {
        const weights = walk(new ToyProblem(), 10);
        ensureFinite(weights, 'parameters after 10 steps');
        ensure(!sameNumbers(weights, TOY_START), 'the parameters have not moved in 10 steps');
      },
    },
    {
      name: 'repeats itself bit for bit, and shares nothing between two starts',
      check() {
        const optimizer = create();
        const first = walk(new ToyProblem(), 10, optimizer);
        ensureSame(walk(new ToyProblem(), 10, optimizer), first, 'parameters of a second run');
      },
    },
    {
      name: restsAtZeroGradient ? 'rests where the gradient is zero' : 'stays finite where the gradient is zero',
      check() {
        const weights = walk(new ToyProblem([1, 1], [1, 1, 1, 1]), 10);
        ensureFinite(weights, 'parameters after 10 steps at zero gradient');
        if (restsAtZeroGradient) ensureSame(weights, [1, 1], 'parameters after 10 steps at zero gradient');
      },
    },
    {
      name: 'remembers by declared state alone: restarted with it, it goes on as if uninterrupted',
      check() {
        const whole = walk(new ToyProblem(), 4);
        const interrupted = new ToyProblem();
        for (let i = 0; i < 4; i++) create().start(interrupted)(batchAt(i));
        ensureSame(interrupted.weights, whole, 'parameters after 4 steps with a restart before each');
      },
    },
    {
      name: 'goes on from a checkpoint: restarted on another problem with its state and streams, as if uninterrupted',
      check() {
        let problem = new ToyProblem();
        for (let i = 0; i < 4; i++) {
          const saved = problem.snapshot();
          problem = new ToyProblem();
          const step = create().start(problem);
          problem.restore(saved);
          step(batchAt(i));
        }
        ensureSame(
          problem.weights,
          walk(new ToyProblem(), 4),
          'parameters after 4 steps with a checkpoint before each',
        );
      },
    },
    {
      name: 'allocates nothing in a step',
      check() {
        const problem = new ToyProblem();
        const step = create().start(problem);
        const before = problem.requests;
        for (let i = 0; i < 4; i++) step(batchAt(i));
        const requests = problem.requests - before;
        ensure(
          requests === 0,
          `4 steps asked ${requests} times for vectors, states, views or streams: ask at the start`,
        );
      },
    },
    {
      name: 'takes gradients within its batch, and leaves the batch as it was',
      check() {
        const problem = new ToyProblem();
        const step = create().start(problem);
        for (let i = 0; i < 4; i++) {
          const given = batchAt(i);
          const batch = { ...given };
          problem.batches.length = 0;
          step(batch);
          ensure(
            batch.start === given.start && batch.size === given.size,
            `the step changed its batch from ${show(given)} to ${show(batch)}`,
          );
          for (const taken of problem.batches) {
            const inside =
              taken.size > 0 && taken.start >= given.start && taken.start + taken.size <= given.start + given.size;
            ensure(inside, `the step took the gradient of ${show(taken)}, outside its batch ${show(given)}`);
          }
        }
      },
    },
    {
      name: 'steps by its update, if it has one',
      check() {
        const { update } = create();
        if (update === undefined) return;
        const problem = new ToyProblem();
        const move = update(problem);
        const gradient = problem.vector();
        for (let i = 0; i < 4; i++) {
          problem.gradient(batchAt(i), problem.parameters, gradient);
          move(gradient);
        }
        ensureSame(problem.weights, walk(new ToyProblem(), 4), 'parameters after 4 updates');
      },
    },
    ...(firstStep === undefined
      ? []
      : [
          {
            name: `goes from (${TOY_START}) to (${firstStep}) in one step`,
            check() {
              const weights = walk(new ToyProblem(), 1);
              firstStep.forEach((expected, i) => {
                ensureClose(weights[i] as number, expected, 1e-12, `w${i + 1} after one step`);
              });
            },
          },
        ]),
    {
      name: `accepts batch size ${batchSize}${refused.map((setting) => `, refuses ${JSON.stringify(setting)}`).join('')}`,
      check() {
        const optimizer = create();
        const refusal = optimizer.refuses?.({ batchSize, trainSize: TOY_TARGETS.length });
        ensure(refusal === undefined, `batch size ${batchSize} was refused: ${refusal}`);
        for (const setting of refused) {
          const reason = optimizer.refuses?.(setting) ?? '';
          ensure(reason !== '', `${JSON.stringify(setting)}: expected a refusal with a reason`);
        }
      },
    },
  ];
}

/**
 * Tests an optimizer against its contract, on a problem with two parameters in double precision.
 *
 * @param cases settings to test it in, by default its default options
 */
export function testOptimizer<Options extends z.ZodObject>(
  definition: Definition<'optimizer', Options>,
  cases: readonly OptimizerCase<Options>[] = [{}],
  setup: Setup = {},
): void {
  runSuite(definition, cases, setup, (each) => optimizerClauses(definition, each, setup));
}

function show({ start, size }: Batch): string {
  return `samples ${start} to ${start + size - 1}`;
}
