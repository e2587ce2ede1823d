import { type RandomStream, rootStream } from './random-stream.ts';

/**
 * The random streams of a run, derived from its root seed. Their names stand here alone: a name decides every number
 * that its stream gives.
 */
export class RunStreams {
  readonly #root: RandomStream;

  constructor(seed: number) {
    this.#root = rootStream(seed);
  }

  /** From which the dataset draws. */
  get data(): RandomStream {
    return this.#root.child('data');
  }

  /** From which the initializer draws. */
  get init(): RandomStream {
    return this.#root.child('init');
  }

  /** From which optimizers take theirs. */
  get optimizer(): RandomStream {
    return this.#root.child('optimizer');
  }

  /** From which metrics take theirs. */
  get probe(): RandomStream {
    return this.#root.child('probe');
  }

  /** From which the order of the samples in a phase, counted from 0, is drawn. */
  order(phase: number): RandomStream {
    return this.#root.child('order').child(`phase ${phase}`);
  }
}
