import type { Batch, Problem, RandomStream, Vector } from '@sharpness-lab/core';
import type { Memory } from './memory.ts';
import type { Passes } from './passes.ts';
import { type Span, SpanArithmetic, toSpan, toVector } from './vectors.ts';

/** The parts of a {@link SpanProblem}. */
export interface SpanProblemSetup {
  readonly memory: Memory;
  readonly passes: Passes;
  readonly parameters: Span;
  /** Full-length vectors to hand out. */
  readonly spans: readonly Span[];
  /** The epoch's order. */
  readonly order: Int32Array;
  /** The training targets. */
  readonly targets: Float32Array;
  readonly stream: RandomStream;
}

/** The problem of optimizers, with its vectors in a session's memory. */
export class SpanProblem extends SpanArithmetic implements Problem {
  progress = 0;
  readonly parameters: Vector;
  readonly #passes: Passes;
  readonly #order: Int32Array;
  readonly #targets: Float32Array;
  readonly #stream: RandomStream;
  readonly #spans: readonly Span[];
  #free: Span[];
  readonly #states = new Map<string, Span>();
  readonly #streams = new Map<string, RandomStream>();

  constructor({ memory, passes, parameters, spans, order, targets, stream }: SpanProblemSetup) {
    super(memory);
    this.parameters = toVector(parameters);
    this.#passes = passes;
    this.#order = order;
    this.#targets = targets;
    this.#stream = stream;
    this.#spans = spans;
    this.#free = [...spans];
  }

  /** Takes back the last phase's scratch vectors, and its state vectors unless the new phase keeps them. */
  startPhase(keepState: boolean): void {
    if (!keepState) this.#states.clear();
    const kept = new Set(this.#states.values());
    this.#free = this.#spans.filter((span) => !kept.has(span));
  }

  vector(): Vector {
    return toVector(this.#take());
  }

  state(name: string): Vector {
    const span = this.#states.get(name) ?? this.#take();
    this.#states.set(name, span);
    return toVector(span);
  }

  /** The state vectors by name. */
  get states(): ReadonlyMap<string, Span> {
    return this.#states;
  }

  /** The random streams in use, by name. */
  get streams(): ReadonlyMap<string, RandomStream> {
    return this.#streams;
  }

  view(vector: Vector, parameter: string): Vector {
    const part = toSpan(vector).parts.get(parameter);
    if (part === undefined) throw new RangeError(`no parameter "${parameter}"`);
    return toVector(part);
  }

  gradient(batch: Batch, at: Vector, out: Vector, targets?: Float32Array): void {
    this.#passes.gradient(batch, toSpan(at).address, toSpan(out).address, targets);
  }

  readTargets({ start, size }: Batch, out: Float32Array): void {
    for (let k = 0; k < size; k++) out[k] = this.#targets[this.#order[start + k] as number] as number;
  }

  get lastLoss(): number {
    return this.#passes.meanLoss[0] as number;
  }

  stream(name: string): RandomStream {
    const stream = this.#streams.get(name) ?? this.#stream.child(name);
    this.#streams.set(name, stream);
    return stream;
  }

  #take(): Span {
    const span = this.#free.pop();
    if (span === undefined) {
      throw new RangeError(
        'there is memory for the vectors that start asks for, and this is one more: ask for it in start, not in the step',
      );
    }
    this.fill(toVector(span), 0);
    return span;
  }
}
