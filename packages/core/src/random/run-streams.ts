import { type RandomStream, rootStream } from './random-stream.ts';

/**
 * The random streams of a run, derived from its root seed. Their names occur only here, because a name decides every
 * number of its stream.
 */
export class RunStreams {
  readonly #root: RandomStream;

  constructor(seed: number) {
    this.#root = rootStream(seed);
  }

  /** The stream of the dataset. */
  get data(): RandomStream {
    return this.#root.child('data');
  }

  /** The stream of the initializer. */
  get init(): RandomStream {
    return this.#root.child('init');
  }

  /** The stream from which the optimizers' streams are derived. */
  get optimizer(): RandomStream {
    return this.#root.child('optimizer');
  }

  /** The stream from which the metrics' streams are derived. */
  get probe(): RandomStream {
    return this.#root.child('probe');
  }

  /** The stream of the sample order in a phase, counted from 0. */
  order(phase: number): RandomStream {
    return this.#root.child('order').child(`phase ${phase}`);
  }
}
