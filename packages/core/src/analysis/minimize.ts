import type { Optimizer } from '../contracts/optimizer.ts';
import { ArrayProblem } from '../engines/array-problem.ts';
import { LabError } from '../errors.ts';
import { RunStreams } from '../random/run-streams.ts';

/** A function of plain numbers and its gradient, with the settings of its minimization. */
export interface Minimization<A extends Float32Array | Float64Array> {
  /** The starting point, n numbers. It is not changed. With Float64Array all arithmetic is in double precision. */
  readonly start: A;
  /** Writes the gradient at `at` into `out`, n numbers each, and returns the function's value there. */
  readonly gradient: (at: A, out: A) => number;
  /** Number of steps. The progress of schedules goes from 0 to 1 over these steps. */
  readonly steps: number;
  /** The root of the optimizer's random streams, 0 by default. */
  readonly seed?: number;
}

/** The result of a minimization. */
export interface Minimum<A extends Float32Array | Float64Array> {
  readonly parameters: A;
  /** For each step, the function's value at its first gradient: at the parameters from which the step started. */
  readonly losses: Float64Array;
}

/**
 * Runs an optimizer alone on a function. The optimizer sees it as the loss of a single sample. The minimization ends
 * early at a value that is not finite, with one loss for each started step. For functions that are means over samples
 * use {@link ArrayProblem}.
 *
 * @throws LabError of kind `config` when the optimizer does not work on single samples, or asks for their targets
 */
export function minimize<A extends Float32Array | Float64Array>(
  optimizer: Optimizer,
  { start, gradient, steps: length, seed = 0 }: Minimization<A>,
): Minimum<A> {
  const refusal = optimizer.refuses?.({ batchSize: 1, trainSize: 1 });
  if (refusal !== undefined) throw new LabError('config', `the optimizer ${refusal}`);
  const parameters = start.slice() as A;
  const losses: number[] = [];
  let steps = 0;
  const problem = new ArrayProblem<A>({
    specs: { theta: { shape: [start.length], layer: 1, fanIn: 1 } },
    parameters,
    gradient(_batch, at, out) {
      const loss = gradient(at, out);
      losses[steps] ??= loss;
      return loss;
    },
    targetAt: () => {
      throw new LabError('config', 'the optimizer needs targets, and a function has none: run it on an ArrayProblem');
    },
    stream: new RunStreams(seed).optimizer,
  });
  const step = optimizer.start(problem);
  for (; steps < length && Number.isFinite(problem.lastLoss); steps++) {
    problem.progress = steps / length;
    step({ start: 0, size: 1 });
  }
  return { parameters, losses: Float64Array.from(losses) };
}
