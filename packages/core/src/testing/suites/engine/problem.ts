import type { Session } from '../../../contracts/engine.ts';
import type { ExperimentInput } from '../../../contracts/experiment-config.ts';
import type { Optimizer } from '../../../contracts/optimizer.ts';
import { type Definition, defineConstraint, defineOptimizer } from '../../../contracts/plugin.ts';
import type { Batch, Problem, Vector } from '../../../contracts/problem.ts';
import { z } from '../../../vendor/zod.ts';
import { ensure, ensureAllClose, ensureClose, ensureSame } from '../../assertions.ts';
import type { Clause } from '../contract.ts';
import { type Bench, onBench } from './bench.ts';
import { ensureParametersSame, train, trainInPieces } from './training.ts';

/** The tolerance of single precision through a few operations. */
const TOLERANCE = 1e-5;

/** The progress of the problem's phase. */
const PROGRESS = 0.25;

/** The vectors of scripts. At first x has the starting parameters, y the gradient there, and the others are zero. */
interface Vectors {
  readonly x: Vector;
  readonly y: Vector;
  readonly out: Vector;
  readonly spare: Vector;
  readonly state: Vector;
  /** Views of one parameter in x, in y and in out. */
  readonly viewOfX: Vector;
  readonly viewOfY: Vector;
  readonly viewOfOut: Vector;
}

/** Changes vectors, leaves the result in `out`, and returns a number. The batch is the whole training set. */
type Script = (problem: Problem, vectors: Vectors, batch: Batch) => number;

const scripts: Readonly<Record<string, Script>> = {
  'new vectors and states are zero': (p, { spare, state }) => p.norm(spare) + p.norm(state),
  'fill: x <- value'(p, { out }) {
    p.fill(out, 0.75);
    return 0;
  },
  'copy: to <- from'(p, { x, out }) {
    p.copy(x, out);
    return 0;
  },
  'scale: x <- factor x'(p, { x, out }) {
    p.copy(x, out);
    p.scale(-1.5, out);
    return 0;
  },
  'axpy: y <- y + factor x'(p, { x, y, out }) {
    p.copy(y, out);
    p.axpy(0.3, x, out);
    return 0;
  },
  'dot: <x, y>': (p, { x, y }) => p.dot(x, y),
  'norm: ||x||': (p, { x }) => p.norm(x),
  'multiply: out <- x y'(p, { x, y, out }) {
    p.multiply(x, y, out);
    return 0;
  },
  'divide: out <- x / y, 0 where x is 0'(p, { x, y, out, viewOfX, viewOfY }) {
    p.fill(y, 2);
    p.axpy(1, x, y);
    p.fill(viewOfX, 0);
    p.fill(viewOfY, 0);
    p.divide(x, y, out);
    return 0;
  },
  'abs: out <- |x|'(p, { x, out }) {
    p.abs(x, out);
    return 0;
  },
  'sqrt: out <- sqrt(x)'(p, { x, out, spare }) {
    p.abs(x, spare);
    p.sqrt(spare, out);
    return 0;
  },
  'view: shares the memory of its parameter, and no other'(p, { x, out, viewOfX, viewOfOut }) {
    p.copy(x, out);
    p.fill(viewOfOut, 2);
    return p.norm(viewOfX);
  },
  'gradient: of a batch in the epoch’s order, at another point'(p, { x, out, spare }) {
    p.axpy(0.5, x, spare);
    p.gradient({ start: 1, size: 2 }, spare, out);
    return p.lastLoss;
  },
  'gradient: with other targets'(p, { x, out }) {
    p.gradient({ start: 1, size: 2 }, x, out, Float32Array.of(0.3, -0.7));
    return p.lastLoss;
  },
  'readTargets: the samples’ own, in the epoch’s order; the rest of the array stays'(p, _, { size }) {
    const targets = new Float32Array(size).fill(0.25);
    p.readTargets({ start: 1, size: size - 1 }, targets);
    return targets.reduce((sum, target, k) => sum + 2 ** k * target, 0);
  },
  'gradient: with the targets read, in an array longer than the batch'(p, { x, out }) {
    const targets = Float32Array.of(0, 0, 7, 7);
    p.readTargets({ start: 1, size: 2 }, targets);
    p.gradient({ start: 1, size: 2 }, x, out, targets);
    return p.lastLoss;
  },
  'lastLoss: the loss that the last gradient found'(p, { x, out }) {
    p.gradient({ start: 0, size: 3 }, x, out);
    return p.lastLoss;
  },
  'progress: as the epoch was told': (p) => p.progress,
};

/**
 * Momentum with noisy steps. Without `remembers` it is plain gradient descent, which does not change velocity and
 * noise.
 */
const wanderer = defineOptimizer({
  name: 'wanderer',
  summary: 'keeps a state vector and a random stream, for tests',
  options: z.object({ remembers: z.boolean().default(true) }),
  create: ({ remembers }) => ({
    start(problem) {
      const gradient = problem.vector();
      if (!remembers) {
        return (batch) => {
          problem.gradient(batch, problem.parameters, gradient);
          problem.axpy(-0.01, gradient, problem.parameters);
        };
      }
      const velocity = problem.state('velocity');
      const noise = problem.stream('noise');
      return (batch) => {
        problem.gradient(batch, problem.parameters, gradient);
        problem.scale(0.5, velocity);
        problem.axpy(1, gradient, velocity);
        problem.axpy(-0.01 * (1 + noise.uniform()), velocity, problem.parameters);
      };
    },
  }),
});

/** theta <- 0.99 theta. It is no projection, so the suite sees when it is applied once too often. */
const shrinking = defineConstraint({
  name: 'shrinking',
  summary: 'scales the parameters by 0.99, for tests',
  options: z.object({}),
  create: () => ({ start: (problem) => () => problem.scale(0.99, problem.parameters) }),
});

/** Opens an experiment for the engine under test, with further plugins. */
export type OpenBench = (input: Partial<ExperimentInput>, further: readonly Definition[]) => Bench;

/**
 * The clauses for the problem that an engine gives to any optimizer, compared with {@link ArrayProblem} in double
 * precision.
 */
export function problemClauses(openWith: OpenBench, experiment: Partial<ExperimentInput>): Clause[] {
  /** Opens the experiment with one optimizer for all its phases. */
  const openScripted = (start: Optimizer['start'], phases: readonly object[]): Bench => {
    const scripted = defineOptimizer({
      name: 'scripted',
      summary: 'works through a script of operations, for tests',
      options: z.object({}),
      create: () => ({ start }),
    });
    const { trainSize } = openWith(experiment, []).planned.experiment.dataset;
    return openWith(
      {
        ...experiment,
        phases: phases.map((phase) => ({ optimizer: 'scripted', epochs: 1, batchSize: trainSize, ...phase })),
      },
      [scripted],
    );
  };

  const lastParameter = () => Object.keys(openWith(experiment, []).setup.specs).at(-1) as string;

  return [
    ...Object.entries(scripts).map(([name, script]) => ({
      name: `problem: ${name}`,
      check() {
        const numbers: number[] = [];
        const scripted = openScripted(follow(script, lastParameter(), numbers), [{}]);
        return onBench(scripted, async (bench) => {
          const [session, reference] = [await bench.open(), bench.openReference()];
          const [number, expected] = [session, reference].map((each) => {
            runEpoch(bench, each, 0);
            return numbers.pop() ?? Number.NaN;
          }) as [number, number];
          ensureClose(number, expected, TOLERANCE, 'the number returned');
          const [vector, expectedVector] = [session.parameters(), reference.parameters()];
          for (const [parameter, values] of Object.entries(expectedVector)) {
            ensureAllClose(vector[parameter] ?? [], values, TOLERANCE, `the vector’s part for "${parameter}"`);
          }
        });
      },
    })),
    {
      name: 'problem: state is zero in a new phase, unless the phase keeps it',
      check() {
        const found: number[] = [];
        const start: Optimizer['start'] = (problem) => {
          const state = problem.state('memory');
          return () => {
            found.push(problem.norm(state));
            problem.fill(state, 1);
          };
        };
        return onBench(openScripted(start, [{}, { keepState: true }, {}]), async (bench) => {
          const session = await bench.open();
          for (const phase of [0, 1, 2]) runEpoch(bench, session, phase);
          const size = Object.values(bench.setup.initial).reduce((sum, { length }) => sum + length, 0);
          ensureAllClose(
            found,
            [0, Math.sqrt(size), 0],
            TOLERANCE,
            'norm of the state in a new, a keeping, a new phase',
          );
        });
      },
    },
    {
      name: 'problem: a random stream goes on in a new phase',
      check() {
        const drawn: number[] = [];
        const start: Optimizer['start'] = (problem) => {
          const stream = problem.stream('noise');
          return () => drawn.push(stream.uint32());
        };
        return onBench(openScripted(start, [{}, {}]), async (bench) => {
          const sessions = [await bench.open(), bench.openReference()];
          for (const session of sessions) for (const phase of [0, 1]) runEpoch(bench, session, phase);
          ensureSame(drawn.slice(0, 2), drawn.slice(2), 'draws in two phases');
        });
      },
    },
    {
      name: 'problem: state vectors, also those kept for later, and streams go on in another session, under a constraint',
      check() {
        const phase = { constraint: 'shrinking', epochs: 1, batchSize: 2, keepState: true };
        const phases = [true, false, true].map((remembers) => ({
          ...phase,
          optimizer: { name: 'wanderer', remembers },
        }));
        return onBench(openWith({ ...experiment, phases }, [wanderer, shrinking]), async (bench) => {
          const whole = train(bench, await bench.open());
          ensureParametersSame(await trainInPieces(bench), whole, 'parameters after a restart before each epoch');
        });
      },
    },
    {
      name: 'epoch: stops at the first step whose loss is not finite',
      check() {
        let steps = 0;
        const start: Optimizer['start'] = (problem) => {
          const gradient = problem.vector();
          const infinite = Float32Array.of(Number.POSITIVE_INFINITY);
          return (batch) => {
            steps++;
            problem.gradient(batch, problem.parameters, gradient, ...(steps < 3 ? [] : [infinite]));
          };
        };
        return onBench(openScripted(start, [{ batchSize: 1 }]), async (bench) => {
          const completed = runEpoch(bench, await bench.open(), 0);
          ensure(completed === 2, `expected 2 completed steps when the third diverges, got ${completed}`);
          ensure(steps === 3, `expected the epoch to end after step 3, it went on to step ${steps}`);
        });
      },
    },
  ];
}

/** An optimizer that follows a script and makes the resulting vector the parameters. */
function follow(script: Script, parameter: string, numbers: number[]): Optimizer['start'] {
  return (problem) => {
    const x = problem.vector();
    const y = problem.vector();
    const out = problem.vector();
    const vectors: Vectors = {
      x,
      y,
      out,
      spare: problem.vector(),
      state: problem.state('memory'),
      viewOfX: problem.view(x, parameter),
      viewOfY: problem.view(y, parameter),
      viewOfOut: problem.view(out, parameter),
    };
    return (batch) => {
      problem.copy(problem.parameters, x);
      problem.gradient(batch, x, y);
      numbers.push(script(problem, vectors, batch));
      problem.copy(out, problem.parameters);
    };
  };
}

/** One epoch through the training set from its last sample to its first. */
function runEpoch({ setup }: Bench, session: Session, phase: number): number {
  const { size } = setup.data.train;
  session.startPhase(phase);
  return session.epoch(
    Int32Array.from({ length: size }, (_, i) => size - 1 - i),
    PROGRESS,
  );
}
