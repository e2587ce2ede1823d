import { sha256 } from '@noble/hashes/sha2.js';
import { utf8ToBytes } from '@noble/hashes/utils.js';
import { xoroshiro128plusFromState } from 'pure-rand/generator/xoroshiro128plus';
import type { JumpableRandomGenerator } from 'pure-rand/types/JumpableRandomGenerator';
import { log } from '../math/log.ts';

const TWO_32 = 2 ** 32;
const TWO_53 = 2 ** 53;
const LARGEST_BOUND = 2 ** 21;

/**
 * A stream of random numbers: xoroshiro128+ (Blackman, Vigna, "Scrambled Linear Pseudorandom Number Generators",
 * 2018, arXiv:1805.01407). Only integer arithmetic and exact floating-point operations are used, so that a stream
 * gives the same numbers on every JavaScript engine.
 */
export class RandomStream {
  readonly #path: string;
  #generator: JumpableRandomGenerator;

  constructor(path: string) {
    const digest = sha256(utf8ToBytes(path));
    const words = new DataView(digest.buffer, digest.byteOffset);
    this.#path = path;
    this.#generator = xoroshiro128plusFromState([0, 4, 8, 12].map((byte) => words.getInt32(byte)));
  }

  /**
   * An independent stream derived from this one's name and the child's, not from its position: splitting never
   * disturbs the parent, and the order in which children are made does not matter.
   */
  child(name: string): RandomStream {
    return new RandomStream(`${this.#path}/${name.length}:${name}`);
  }

  /** An unsigned 32-bit integer. */
  uint32(): number {
    return this.#generator.next() >>> 0;
  }

  /** Uniform on [0, 1), a multiple of 2^-53. */
  uniform(): number {
    const high = this.uint32() >>> 5;
    const low = this.uint32() >>> 6;
    return (high * 2 ** 26 + low) / TWO_53;
  }

  /** -1 or +1, each with probability 1/2. */
  sign(): number {
    return this.#generator.next() < 0 ? -1 : 1;
  }

  /**
   * Normal with mean 0 and variance 1, by the polar method: Marsaglia, Bray, "A Convenient Method for Generating Normal
   * Variables", SIAM Review 6(3), 1964. The second number of each pair is dropped, so that a stream has no memory
   * beside {@link state}.
   */
  normal(): number {
    while (true) {
      const u = 2 * this.uniform() - 1;
      const v = 2 * this.uniform() - 1;
      const square = u * u + v * v;
      if (square > 0 && square < 1) return u * Math.sqrt((-2 * log(square)) / square);
    }
  }

  /**
   * Uniform on {0, ..., bound - 1}, without bias: Lemire, "Fast Random Integer Generation in an Interval", 2019,
   * arXiv:1805.10941.
   *
   * @param bound from 1 to 2^21, so that the product of two integers stays exact in double precision
   * @throws RangeError for other bounds
   */
  integer(bound: number): number {
    if (!(bound >= 1 && bound <= LARGEST_BOUND)) {
      throw new RangeError(`expected a bound from 1 to ${LARGEST_BOUND}, got ${bound}`);
    }
    let product = this.uint32() * bound;
    let high = Math.floor(product / TWO_32);
    // Exact, and much faster than a remainder in floating point.
    let low = product - high * TWO_32;
    if (low < bound) {
      const threshold = TWO_32 % bound;
      while (low < threshold) {
        product = this.uint32() * bound;
        high = Math.floor(product / TWO_32);
        low = product - high * TWO_32;
      }
    }
    return high;
  }

  /** Permutes `values` in place, every permutation equally likely (Fisher, Yates). */
  shuffle(values: Int32Array): void {
    for (let last = values.length - 1; last > 0; last--) {
      const pick = this.integer(last + 1);
      const value = values[last] as number;
      values[last] = values[pick] as number;
      values[pick] = value;
    }
  }

  /** The generator's position: four 32-bit integers. */
  get state(): readonly number[] {
    return this.#generator.getState();
  }

  set state(state: readonly number[]) {
    this.#generator = xoroshiro128plusFromState(state);
  }
}

/** The root of all random streams of a run; take the named ones with {@link RandomStream.child}. */
export function rootStream(seed: number): RandomStream {
  return new RandomStream(`seed:${seed}`);
}
