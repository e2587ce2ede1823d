import type { ExperimentInput } from '../../contracts/experiment-config.ts';
import type { ParameterValues } from '../../contracts/model.ts';
import type { Definition } from '../../contracts/plugin.ts';
import { rootStream } from '../../random/random-stream.ts';
import type { z } from '../../vendor/zod.ts';
import { ensure, ensureAllClose, ensureSame, sameNumbers } from '../assertions.ts';
import type { Case, Clause, Setup } from './contract.ts';
import { type Bench, onBench, openBench } from './engine/bench.ts';
import { problemClauses } from './engine/problem.ts';
import { EPOCHS, ensureParametersSame, train, trainInPieces, trainSideBySide } from './engine/training.ts';
import { runSuite } from './suite.ts';

/**
 * Tolerances of single precision: of one evaluation, of parameters after a few dozen steps, and of values computed from
 * those.
 */
const OUTPUT_TOLERANCE = 1e-5;
const TRAINING_TOLERANCE = 2e-5;
const TRAINED_TOLERANCE = 2e-4;
/** The tolerance of single precision, and of finite differences of the gradient in the reference. */
const PRODUCT_TOLERANCE = 1e-4;

export interface EngineCase<Options extends z.ZodObject> extends Case<Options> {
  /**
   * The experiment. Missing keys are those of a small experiment (see `smallLab`). The model must have closed forms and
   * be small, for example a width of 4 and a dozen samples.
   */
  readonly experiment?: Partial<ExperimentInput>;
  /** Another experiment that must end at the same bits, such as a base optimizer for SAM with radius 0. */
  readonly sameAs?: Partial<ExperimentInput>;
  /** False for an engine that runs certain optimizers only. */
  readonly anyOptimizer?: boolean;
}

/** The plugins and the count that the tested engines may need. */
export interface EngineSetup extends Setup {
  /**
   * The number of open resources (tensors, buffers). The suite checks with it that closed sessions free all of them.
   */
  readonly held?: () => number;
}

/** The contract of engines, in one experiment: compared with finite differences in double precision. */
export function engineClauses<Options extends z.ZodObject>(
  definition: Definition<'engine', Options>,
  { options, experiment = {}, sameAs, anyOptimizer = true }: EngineCase<Options>,
  { plugins = [], held }: EngineSetup = {},
): Clause[] {
  const openWith = (input: Partial<ExperimentInput>, further: readonly Definition[] = []) =>
    openBench(definition, options ?? {}, input, [...plugins, ...further]);
  const clause = (name: string, check: (bench: Bench) => Promise<void>): Clause => ({
    name,
    check: () => onBench(openWith(experiment), check),
  });

  return [
    clause('plans a code path for every phase', async ({ engine, planned }) => {
      const [plan, again] = [engine.plan(planned.experiment), engine.plan(planned.experiment)];
      ensure('paths' in plan, `expected a plan, got ${JSON.stringify(plan)}`);
      const phases = planned.experiment.phases.length;
      ensure(plan.paths.length === phases, `expected ${phases} paths, got ${JSON.stringify(plan.paths)}`);
      ensure(JSON.stringify(plan) === JSON.stringify(again), 'a second plan of the same experiment differs');
      ensure(Number.isFinite(engine.rank), `rank: expected a finite number, got ${engine.rank}`);
    }),
    clause('starts from the given parameters, and hands out copies', async (bench) => {
      const session = await bench.open();
      for (let round = 0; round < 2; round++) {
        const parameters = session.parameters();
        for (const [name, values] of Object.entries(bench.setup.initial)) {
          ensureSame(parameters[name] ?? [], values, `"${name}"`);
        }
        for (const values of Object.values(parameters)) values.fill(0);
      }
    }),
    clause('computes the outputs of any samples', async (bench) => {
      const [session, reference] = [await bench.open(), bench.openReference()];
      const { train: training, test } = bench.setup.data;
      const one = { ...test, size: 1, inputs: test.inputs.slice(0, test.dimension), targets: test.targets.slice(0, 1) };
      for (const [of, samples] of Object.entries({
        'the training set': training,
        'the test set': test,
        'one sample': one,
      })) {
        ensureAllClose(session.outputs(samples), reference.outputs(samples), OUTPUT_TOLERANCE, `outputs of ${of}`);
      }
    }),
    clause('computes the gradient of the training loss', async (bench) => {
      const [session, reference] = [await bench.open(), bench.openReference()];
      ensureParametersClose(session.gradient(), reference.gradient(), OUTPUT_TOLERANCE, 'gradient');
    }),
    ...(['hessianVectorProduct', 'gaussNewtonVectorProduct'] as const).map((name) =>
      clause(`computes ${name}, if it offers it`, async (bench) => {
        const [session, reference] = [await bench.open(), bench.openReference()];
        if (session[name] === undefined) return;
        const stream = rootStream(0).child('direction');
        const direction = Object.fromEntries(
          Object.entries(bench.setup.initial).map(([parameter, values]) => [
            parameter,
            values.map(() => stream.sign()),
          ]),
        );
        const expected = reference[name]?.(direction) ?? {};
        ensureParametersClose(session[name](direction), expected, PRODUCT_TOLERANCE, 'product');
        ensureParametersSame(session.parameters(), bench.setup.initial, 'parameters after the product');
      }),
    ),
    clause('trains as double precision does', async (bench) => {
      const [session, reference] = [await bench.open(), bench.openReference()];
      const trained = train(bench, session);
      const moved = Object.entries(bench.setup.initial).some(
        ([name, values]) => !sameNumbers(trained[name] ?? [], values),
      );
      ensure(moved, `training for ${EPOCHS} epochs a phase did not move the parameters`);
      const error = relativeDistance(trained, train(bench, reference));
      ensure(
        error <= TRAINING_TOLERANCE,
        `after ${EPOCHS} epochs a phase: expected ||theta - reference|| <= ${TRAINING_TOLERANCE} ||reference||, got ${error}`,
      );
      const { test } = bench.setup.data;
      ensureAllClose(session.outputs(test), reference.outputs(test), TRAINED_TOLERANCE, 'outputs after training');
      ensureParametersClose(session.gradient(), reference.gradient(), TRAINED_TOLERANCE, 'gradient after training');
    }),
    clause('repeats itself bit for bit, beside another session', async (bench) => {
      const [first, second] = [await bench.open(), await bench.open()];
      const [a, b] = trainSideBySide(bench, [first, second]) as [ParameterValues, ParameterValues];
      ensureParametersSame(b, a, 'parameters of a second session');
      const alone = train(bench, await bench.open());
      ensureParametersSame(alone, a, 'parameters of a session alone');
    }),
    clause('goes on from its state in another session, bit for bit', async (bench) => {
      const whole = train(bench, await bench.open());
      ensureParametersSame(await trainInPieces(bench), whole, 'parameters after a restart before each epoch');
    }),
    ...(sameAs === undefined
      ? []
      : [
          clause(`ends at the same bits as ${JSON.stringify(sameAs)}`, (bench) =>
            onBench(openWith({ ...experiment, ...sameAs }), async (other) => {
              const expected = train(other, await other.open());
              ensureParametersSame(train(bench, await bench.open()), expected, 'parameters');
            }),
          ),
        ]),
    ...(held === undefined
      ? []
      : [
          clause('gives back all it held when closed', async (bench) => {
            const before = held();
            const session = await bench.open();
            train(bench, session);
            session.outputs(bench.setup.data.test);
            session.gradient();
            bench.closeAll();
            ensure(held() === before, `held ${before} before the session, ${held()} after it was closed`);
          }),
        ]),
    ...(anyOptimizer ? problemClauses(openWith, experiment) : []),
  ];
}

/**
 * Tests an engine against its contract.
 *
 * @param cases experiments to test it on, by default a small one
 */
export function testEngine<Options extends z.ZodObject>(
  definition: Definition<'engine', Options>,
  cases: readonly EngineCase<Options>[] = [{}],
  setup: EngineSetup = {},
): void {
  const title = ({ options, experiment }: EngineCase<Options>) => ({ ...options, ...experiment });
  runSuite(definition, cases, setup, (each) => engineClauses(definition, each, setup), title);
}

/** ||a - b|| / ||b||. */
function relativeDistance(a: ParameterValues, b: ParameterValues): number {
  let distance = 0;
  let norm = 0;
  for (const [name, values] of Object.entries(b)) {
    values.forEach((value, k) => {
      distance += ((a[name]?.[k] ?? Number.NaN) - value) ** 2;
      norm += value ** 2;
    });
  }
  return Math.sqrt(distance / norm);
}

function ensureParametersClose(
  actual: ParameterValues,
  expected: ParameterValues,
  tolerance: number,
  what: string,
): void {
  for (const [name, values] of Object.entries(expected)) {
    ensureAllClose(actual[name] ?? [], values, tolerance, `${what}, "${name}"`);
  }
}
