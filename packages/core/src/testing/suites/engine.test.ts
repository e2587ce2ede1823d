import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import type { Engine, Session, SessionSetup, SessionState } from '../../contracts/engine.ts';
import type { Experiment } from '../../contracts/experiment.ts';
import type { ParameterValues } from '../../contracts/model.ts';
import { fromUpdate } from '../../contracts/optimizer.ts';
import { defineEngine, defineOptimizer } from '../../contracts/plugin.ts';
import type { Batch, Vector } from '../../contracts/problem.ts';
import type { Samples } from '../../contracts/samples.ts';
import { ArrayProblem, type ArrayProblemSetup } from '../../engines/array-problem.ts';
import { createTrainer, type Trainer } from '../../engines/trainer.ts';
import type { RandomStream } from '../../random/random-stream.ts';
import { referenceEngine } from '../stand-ins/reference-engine.ts';
import { violations } from './contract.ts';
import { type EngineCase, engineClauses, testEngine } from './engine.ts';

type Problem = ArrayProblem<Float32Array>;
type ProblemClass = new (setup: ArrayProblemSetup<Float32Array>) => Problem;

/** The number of open sessions. */
let open = 0;

/**
 * An engine for the small network in single precision, with the gradient written out:
 *
 *     dl/dW2_j = l' h_j,    dl/da_j = l' W2_j 1[a_j > 0],    dl/dW1_j = dl/da_j x,    dl/db1_j = dl/da_j
 */
function openAnalytic(
  experiment: Experiment,
  { data, specs, initial, stream }: SessionSetup,
  Problem: ProblemClass,
): Session {
  const { width } = experiment.config.model.options as { width: number };
  const { dimension } = data.train;
  const [firstBias, firstOutgoing] = [width * dimension, width * dimension + width];
  const theta = Float32Array.from(Object.keys(specs).flatMap((name) => Array.from(initial[name] as Float32Array)));
  let order = Int32Array.from(data.train.targets.keys());
  let train: Trainer;

  /** The output for one sample; with `factor`, its gradient times the factor is added to `out`. */
  const visit = (at: Float32Array, x: Float32Array, out?: Float32Array, factor = 0) => {
    let f = 0;
    for (let j = 0; j < width; j++) {
      let a = at[firstBias + j] as number;
      for (let k = 0; k < dimension; k++) a += (at[j * dimension + k] as number) * (x[k] as number);
      if (a <= 0) continue;
      const w2 = at[firstOutgoing + j] as number;
      f += w2 * a;
      if (out === undefined) continue;
      const add = (index: number, value: number) => {
        out[index] = (out[index] as number) + factor * value;
      };
      add(firstOutgoing + j, a);
      add(firstBias + j, w2);
      for (let k = 0; k < dimension; k++) add(j * dimension + k, w2 * (x[k] as number));
    }
    return f;
  };
  const row = ({ inputs }: Samples, i: number) => inputs.subarray(i * dimension, (i + 1) * dimension);

  const gradient = ({ start, size }: Batch, at: Float32Array, out: Float32Array, targets?: Float32Array) => {
    out.fill(0);
    let sum = 0;
    for (let position = 0; position < size; position++) {
      const i = order[start + position] as number;
      const x = row(data.train, i);
      const target = (targets === undefined ? data.train.targets[i] : targets[position]) as number;
      const f = visit(at, x);
      sum += experiment.loss.value(f, target);
      visit(at, x, out, experiment.loss.firstDerivative(f, target) / size);
    }
    return sum / size;
  };
  const targetAt = (position: number) => data.train.targets[order[position] as number] as number;
  const problem = new Problem({ specs, parameters: theta, gradient, targetAt, stream });

  const named = (flat: Float32Array): ParameterValues => ({
    W1: flat.slice(0, firstBias),
    b1: flat.slice(firstBias, firstOutgoing),
    W2: flat.slice(firstOutgoing),
  });
  open++;
  return {
    startPhase(index) {
      const phase = experiment.phases[index] as (typeof experiment.phases)[number];
      if (!phase.config.keepState) problem.resetState();
      train = createTrainer(problem, phase);
    },
    epoch(next, progress) {
      order = next.slice();
      problem.progress = progress;
      return train(order.length);
    },
    state: () => problem.snapshot(),
    restore: (state) => problem.restore(state),
    parameters: () => named(theta),
    outputs: (samples) => Float32Array.from(samples.targets, (_, i) => visit(theta, row(samples, i))),
    gradient() {
      order.forEach((_, i) => {
        order[i] = i;
      });
      const out = theta.slice();
      gradient({ start: 0, size: order.length }, theta, out);
      return named(out);
    },
    close() {
      open--;
    },
  };
}

/** The analytic engine. Its sessions, its plans, or the problem of its optimizers can be changed. */
function analytic({
  session = (good) => good,
  engine = {},
  Problem = ArrayProblem<Float32Array>,
}: {
  session?: (good: Session, setup: SessionSetup, experiment: Experiment) => Session;
  engine?: Partial<Engine>;
  Problem?: ProblemClass;
} = {}) {
  return defineEngine({
    name: 'analytic',
    summary: 'the small network’s gradient, written out',
    options: z.object({}),
    create: () => ({
      rank: 1,
      plan: (experiment) => ({
        paths: experiment.phases.map(() => 'analytic'),
        open: async (setup) => session(openAnalytic(experiment, setup, Problem), setup, experiment),
      }),
      ...engine,
    }),
  });
}

/** A Nesterov-like optimizer that uses its step, its state and its stream. */
const restless = defineOptimizer({
  name: 'restless',
  summary: 'momentum, a second gradient and noise',
  options: z.object({ noise: z.number().default(0.01).describe('size of the noise') }),
  create: ({ noise }) => ({
    start(problem) {
      const [velocity, ahead, gradient] = [problem.state('velocity'), problem.vector(), problem.vector()];
      const stream: RandomStream = problem.stream('noise');
      return (batch) => {
        problem.copy(problem.parameters, ahead);
        problem.axpy(0.5, velocity, ahead);
        problem.gradient(batch, ahead, gradient);
        problem.scale(0.5, velocity);
        problem.axpy(-0.05 * (1 - problem.progress), gradient, velocity);
        problem.axpy(noise * stream.uniform(), gradient, velocity);
        problem.axpy(1, velocity, problem.parameters);
      };
    },
  }),
});

/** Gradient descent in another form, with the same operations and therefore the same bits. */
const twin = defineOptimizer({
  name: 'twin',
  summary: 'gradient descent again',
  options: z.object({ learningRate: z.number().default(0.05).describe('step size') }),
  create: ({ learningRate }) =>
    fromUpdate((problem) => (gradient) => problem.axpy(-learningRate, gradient, problem.parameters)),
});

const twoPhases: EngineCase<z.ZodObject>['experiment'] = {
  dataset: { name: 'small-data', dimension: 2, trainSize: 8 },
  phases: [
    { optimizer: 'restless', epochs: 1 },
    { optimizer: { name: 'restless', noise: 0 }, epochs: 1, batchSize: 3, keepState: true, order: 'with-replacement' },
  ],
};

for (const engine of [analytic(), referenceEngine]) {
  testEngine(
    engine,
    [
      { sameAs: { phases: [{ optimizer: 'twin', epochs: 2 }] } },
      { experiment: twoPhases },
      {
        experiment: {
          model: { name: 'small-network', width: 2 },
          phases: [{ optimizer: 'twin', epochs: 1, batchSize: 6 }],
        },
      },
    ],
    { plugins: [restless, twin], held: () => open },
  );
}

describe('testEngine reports an engine that', () => {
  let drift = 0;
  let shared: Session | undefined;
  test.each<[string, Parameters<typeof analytic>[0], string]>([
    [
      'plans one path for two phases',
      { engine: { plan: () => ({ paths: ['analytic'], open: () => Promise.reject(new Error('not to be opened')) }) } },
      'expected 2 paths, got ["analytic"]',
    ],
    ['refuses', { engine: { plan: () => ({ refusal: 'is on holiday' }) } }, 'engine "analytic": is on holiday'],
    ['has no rank', { engine: { rank: Number.NaN } }, 'rank: expected a finite number, got NaN'],
    [
      'hands out the same arrays',
      {
        session(good) {
          const parameters = good.parameters();
          return { ...good, parameters: () => parameters };
        },
      },
      'starts from the given parameters, and hands out copies: "W1": expected',
    ],
    [
      'rounds its outputs',
      {
        session: (good) => ({
          ...good,
          outputs: (samples) => good.outputs(samples).map((f) => Math.round(64 * f) / 64),
        }),
      },
      'outputs of the training set: expected',
    ],
    [
      'knows only the samples it has seen',
      {
        session: (good, { data }) => ({
          ...good,
          outputs: (samples) => good.outputs(samples.size === data.train.size ? data.train : data.test),
        }),
      },
      'outputs of one sample: expected 1 numbers, got 5',
    ],
    [
      'keeps old outputs after training',
      {
        session(good, { data }) {
          const outputs = good.outputs(data.test);
          return { ...good, outputs: (samples) => (samples === data.test ? outputs : good.outputs(samples)) };
        },
      },
      'outputs after training: expected',
    ],
    [
      'sums the gradient instead of averaging it',
      {
        session: (good) => ({
          ...good,
          gradient: () => Object.fromEntries(Object.entries(good.gradient()).map(([n, v]) => [n, v.map((g) => 8 * g)])),
        }),
      },
      'gradient, "W1": expected',
    ],
    [
      'has another Hessian',
      { session: (good) => ({ ...good, hessianVectorProduct: (vector) => vector }) },
      'product, "W1": expected',
    ],
    [
      'takes its Hessian for the Gauss-Newton matrix',
      {
        session: (good) => ({
          ...good,
          gaussNewtonVectorProduct: (vector) => good.hessianVectorProduct?.(vector) ?? vector,
        }),
      },
      'product, "W1": expected',
    ],
    [
      'trains in an order of its own',
      { session: (good) => ({ ...good, epoch: (order, progress) => good.epoch(order.toSorted(), progress) }) },
      'after 2 epochs a phase: expected ||theta - reference|| <= 0.00002 ||reference||',
    ],
    [
      'does not tell the progress',
      { session: (good) => ({ ...good, epoch: (order) => good.epoch(order, 0) }) },
      'problem: progress: as the epoch was told: the number returned: expected 0.25',
    ],
    [
      'loses steps',
      { session: (good) => ({ ...good, epoch: (order, progress) => good.epoch(order, progress) - 1 }) },
      'epoch(): expected 8 completed steps, got 7',
    ],
    [
      'does not train',
      { session: (good, { initial }) => ({ ...good, parameters: () => structuredClone(initial) }) },
      'training for 2 epochs a phase did not move the parameters',
    ],
    [
      'drifts from session to session',
      {
        session: (good) => {
          const factor = 1 + 1e-6 * drift++;
          return {
            ...good,
            parameters: () =>
              Object.fromEntries(Object.entries(good.parameters()).map(([n, v]) => [n, v.map((p) => p * factor)])),
          };
        },
      },
      'parameters of a second session, "W1": expected',
    ],
    [
      'keeps one network for all sessions',
      {
        session(good) {
          shared ??= good;
          return shared;
        },
      },
      'parameters of a session alone, "W1": expected',
    ],
    [
      'shares its parameters with its state',
      {
        Problem: class extends ArrayProblem<Float32Array> {
          override snapshot(): SessionState {
            const state = super.snapshot();
            const parameters = Object.fromEntries(
              Object.keys(state.parameters).map((name) => [
                name,
                this.view(this.parameters, name) as unknown as Float32Array,
              ]),
            );
            return { ...state, parameters };
          }
        },
      },
      'goes on from its state in another session, bit for bit: parameters after a restart before each epoch, "W1": expected',
    ],
    ...(['parameters', 'optimizer', 'streams'] as const).map(
      (part): [string, Parameters<typeof analytic>[0], string] => [
        `leaves ${part} out of what it restores`,
        {
          Problem: class extends ArrayProblem<Float32Array> {
            override restore(state: SessionState): void {
              const own = { ...this.snapshot(), optimizer: {}, streams: {} };
              super.restore({ ...state, [part]: own[part] });
            }
          },
        },
        'goes on from its state in another session, bit for bit: parameters after a restart before each epoch, "W1": expected',
      ],
    ),
    [
      'forgets state that the phase’s optimizer does not ask for',
      {
        Problem: class extends ArrayProblem<Float32Array> {
          readonly #known = new Set<string>();
          override state(name: string): Vector {
            this.#known.add(name);
            return super.state(name);
          }
          override restore(state: SessionState): void {
            const known = Object.entries(state.optimizer).filter(([name]) => this.#known.has(name));
            super.restore({ ...state, optimizer: Object.fromEntries(known) });
          }
        },
      },
      'problem: state vectors, also those kept for later, and streams go on in another session, under a constraint: parameters',
    ],
    [
      'restores before its phase starts',
      {
        session(good) {
          let phase = 0;
          return {
            ...good,
            startPhase(index) {
              phase = index;
              good.startPhase(index);
            },
            restore(state) {
              good.restore(state);
              good.startPhase(phase);
            },
          };
        },
      },
      'problem: state vectors, also those kept for later, and streams go on in another session, under a constraint: parameters',
    ],
    ['does not close', { session: (good) => ({ ...good, close() {} }) }, 'gives back all it held when closed: held'],
    [
      'forgets to reset the state',
      {
        Problem: class extends ArrayProblem<Float32Array> {
          override resetState(): void {}
        },
      },
      'problem: state is zero in a new phase, unless the phase keeps it: norm of the state in a new, a keeping, a new phase: expected 0',
    ],
    [
      'forgets the state that a phase keeps',
      {
        session: (good, _setup, { phases }) => ({
          ...good,
          startPhase(index) {
            (phases[index] as { config: object }).config = { ...phases[index]?.config, keepState: false };
            good.startPhase(index);
          },
        }),
      },
      'problem: state is zero in a new phase, unless the phase keeps it',
    ],
    [
      'divides zero by zero',
      {
        Problem: class extends ArrayProblem<Float32Array> {
          override divide(x: Vector, y: Vector, out: Vector): void {
            const [a, b, to] = [x, y, out] as unknown as Float32Array[];
            a?.forEach((value, i) => {
              (to as Float32Array)[i] = value / (b?.[i] as number);
            });
          }
        },
      },
      'problem: divide: out <- x / y, 0 where x is 0: the vector’s part for "W2": expected 0',
    ],
    [
      'views copies',
      {
        Problem: class extends ArrayProblem<Float32Array> {
          override view(vector: Vector, parameter: string): Vector {
            return (super.view(vector, parameter) as unknown as Float32Array).slice() as unknown as Vector;
          }
        },
      },
      'problem: view: shares the memory of its parameter, and no other',
    ],
    [
      'ignores given targets',
      {
        Problem: class extends ArrayProblem<Float32Array> {
          override gradient(batch: Batch, at: Vector, out: Vector): void {
            super.gradient(batch, at, out);
          }
        },
      },
      'problem: gradient: with other targets: the number returned: expected',
    ],
    [
      'reads the targets of the next samples',
      {
        Problem: class extends ArrayProblem<Float32Array> {
          constructor(setup: ArrayProblemSetup<Float32Array>) {
            super({ ...setup, targetAt: (position) => setup.targetAt((position + 1) % 8) });
          }
        },
      },
      'problem: readTargets: the samples’ own, in the epoch’s order; the rest of the array stays: the number returned: expected',
    ],
    [
      'overwrites the whole array of targets',
      {
        Problem: class extends ArrayProblem<Float32Array> {
          override readTargets(batch: Batch, out: Float32Array): void {
            out.fill(0);
            super.readTargets(batch, out);
          }
        },
      },
      'problem: readTargets: the samples’ own, in the epoch’s order; the rest of the array stays: the number returned: expected',
    ],
    [
      'starts a stream anew in each phase',
      {
        Problem: class extends ArrayProblem<Float32Array> {
          readonly #stream: RandomStream;
          constructor(setup: ArrayProblemSetup<Float32Array>) {
            super(setup);
            this.#stream = setup.stream;
          }
          override stream(name: string): RandomStream {
            return this.#stream.child(name);
          }
        },
      },
      'problem: a random stream goes on in a new phase: draws in two phases: expected',
    ],
    [
      'takes every gradient at the parameters',
      {
        Problem: class extends ArrayProblem<Float32Array> {
          override gradient(batch: Batch, _at: Vector, out: Vector, targets?: Float32Array): void {
            super.gradient(batch, this.parameters, out, targets);
          }
        },
      },
      'problem: gradient: of a batch in the epoch’s order, at another point: the number returned: expected',
    ],
    [
      'does not notice divergence',
      {
        Problem: class extends ArrayProblem<Float32Array> {
          override gradient(batch: Batch, at: Vector, out: Vector, targets?: Float32Array): void {
            super.gradient(batch, at, out, targets);
            if (!Number.isFinite(this.lastLoss)) this.lastLoss = 0;
          }
        },
      },
      'epoch: stops at the first step whose loss is not finite: expected 2 completed steps when the third diverges, got 8',
    ],
  ])('%s', async (_what, spoilt, complaint) => {
    const clauses = engineClauses(
      analytic(spoilt),
      { experiment: twoPhases },
      { plugins: [restless, twin], held: () => open },
    );
    expect(await violations(clauses)).toContainEqual(expect.stringContaining(complaint));
  });

  test('tells apart what should end at the same bits', async () => {
    const clauses = engineClauses(
      analytic(),
      { sameAs: { phases: [{ optimizer: { name: 'twin', learningRate: 0.0500001 }, epochs: 2 }] } },
      { plugins: [twin] },
    );
    expect(await violations(clauses)).toEqual([
      expect.stringMatching(/ends at the same bits as .*: parameters, "W1": expected/),
    ]);
  });

  test('runs certain optimizers only is not asked for others', () => {
    const names = engineClauses(analytic(), { anyOptimizer: false }).map(({ name }) => name);
    expect(names.filter((name) => name.startsWith('problem:'))).toEqual([]);
  });
});
