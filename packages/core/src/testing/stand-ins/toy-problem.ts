import type { Batch, Vector } from '../../contracts/problem.ts';
import { rootStream } from '../../random/random-stream.ts';
import { ensure } from '../assertions.ts';
import { CountingProblem } from './counting-problem.ts';

/** Targets of the toy problem's samples. */
export const TOY_TARGETS = [1, 0.5, 1.5, 2] as const;

/** Where the toy problem starts: w1 = 1.5, w2 = 1.2. */
export const TOY_START = [1.5, 1.2] as const;

/**
 * A problem with two parameters `w1`, `w2` in double precision, small enough for computation by hand:
 *
 *     L_i(w) = (w1 w2 - y_i)^2,    grad L_i = 2 (w1 w2 - y_i) (w2, w1)
 *
 * At the start, sample 0 has loss 0.64 and gradient (1.92, 2.4). Wrong use throws an error.
 */
export class ToyProblem extends CountingProblem {
  /** The batches whose gradients were taken. */
  readonly batches: Batch[] = [];
  readonly #weights: Float64Array;

  constructor(start: readonly [w1: number, w2: number] = TOY_START, targets: ArrayLike<number> = TOY_TARGETS) {
    const weights = Float64Array.from(start);
    super({
      specs: { w1: { shape: [1], layer: 1, fanIn: 1 }, w2: { shape: [1], layer: 2, fanIn: 1 } },
      parameters: weights,
      targetAt: (position) => targets[position] as number,
      stream: rootStream(0),
      gradient(batch, at, out, given) {
        const [w1, w2] = at as unknown as [number, number];
        let loss = 0;
        let slope = 0;
        for (let i = 0; i < batch.size; i++) {
          const target = (given === undefined ? targets[batch.start + i] : given[i]) as number;
          const residual = w1 * w2 - target;
          loss += residual ** 2 / batch.size;
          slope += (2 * residual) / batch.size;
        }
        out[0] = slope * w2;
        out[1] = slope * w1;
        return loss;
      },
    });
    this.#weights = weights;
  }

  /** The present parameters. */
  get weights(): [w1: number, w2: number] {
    return [...this.#weights] as [number, number];
  }

  override gradient(batch: Batch, at: Vector, out: Vector, targets?: Float32Array): void {
    ensure(out !== at && out !== this.parameters, 'gradient(): `out` is the point itself, or the parameters');
    this.batches.push({ ...batch });
    super.gradient(batch, at, out, targets);
  }
}
