import { type Batch, LabError, type Problem, type RandomStream, type Vector } from '@sharpness-lab/core';
import type { Kernels } from './kernels.ts';
import type { Passes } from './passes.ts';
import { type Span, SpanArithmetic, toSpan, toVector } from './vectors.ts';

/** What a {@link SpanProblem} is made of. */
export interface SpanProblemSetup {
  readonly kernels: Kernels;
  readonly passes: Passes;
  readonly parameters: Span;
  /** Full-length vectors to hand out. */
  readonly spans: readonly Span[];
  /** The epoch's order, and the training targets that it points to. */
  readonly order: Int32Array;
  readonly targets: Float32Array;
  readonly stream: RandomStream;
}

/** The problem that optimizers work on, with its vectors in a session's memory. */
export class SpanProblem extends SpanArithmetic implements Problem {
  progress = 0;
  lastLoss = 0;
  readonly parameters: Vector;
  readonly #passes: Passes;
  readonly #order: Int32Array;
  readonly #targets: Float32Array;
  readonly #stream: RandomStream;
  readonly #spans: readonly Span[];
  #free: Span[];
  readonly #states = new Map<string, Span>();
  readonly #streams = new Map<string, RandomStream>();

  constructor({ kernels, passes, parameters, spans, order, targets, stream }: SpanProblemSetup) {
    super(kernels);
    this.parameters = toVector(parameters);
    this.#passes = passes;
    this.#order = order;
    this.#targets = targets;
    this.#stream = stream;
    this.#spans = spans;
    this.#free = [...spans];
  }

  /** Takes the last phase's scratch vectors back, and its state too unless the new one keeps it. */
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

  view(vector: Vector, parameter: string): Vector {
    const part = toSpan(vector).parts.get(parameter);
    if (part === undefined) throw new RangeError(`no parameter "${parameter}"`);
    return toVector(part);
  }

  gradient(batch: Batch, at: Vector, out: Vector, targets?: Float32Array): number {
    this.lastLoss = this.#passes.gradient(batch, toSpan(at).address, toSpan(out).address, targets);
    return this.lastLoss;
  }

  readTargets({ start, size }: Batch, out: Float32Array): void {
    for (let k = 0; k < size; k++) out[k] = this.#targets[this.#order[start + k] as number] as number;
  }

  stream(name: string): RandomStream {
    const stream = this.#streams.get(name) ?? this.#stream.child(name);
    this.#streams.set(name, stream);
    return stream;
  }

  #take(): Span {
    const span = this.#free.pop();
    if (span === undefined)
      throw new LabError('plugin', 'an optimizer asked for a vector that it had not asked for at its start');
    this.fill(toVector(span), 0);
    return span;
  }
}
