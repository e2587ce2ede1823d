import type { Vector } from '../../contracts/problem.ts';
import { ArrayProblem } from '../../engines/array-problem.ts';
import type { RandomStream } from '../../random/random-stream.ts';

/** A problem in double precision that counts its calls. */
export class CountingProblem extends ArrayProblem<Float64Array> {
  /** The number of requested vectors, states, views and streams. */
  requests = 0;

  override vector(): Vector {
    this.requests++;
    return super.vector();
  }

  override state(name: string): Vector {
    this.requests++;
    return super.state(name);
  }

  override view(vector: Vector, parameter: string): Vector {
    this.requests++;
    return super.view(vector, parameter);
  }

  override stream(name: string): RandomStream {
    this.requests++;
    return super.stream(name);
  }
}
