import type { ParameterSpecs } from '../../contracts/model.ts';
import type { Definition } from '../../contracts/plugin.ts';
import { sizeOf } from '../../parameters/size-of.ts';
import { rootStream } from '../../random/random-stream.ts';
import type { z } from '../../vendor/zod.ts';
import { ensure, ensureAllClose, ensureFinite, sameNumbers } from '../assertions.ts';
import { createPlugin } from '../create-plugin.ts';
import { CountingProblem } from '../stand-ins/counting-problem.ts';
import { smallLab } from '../stand-ins/small-lab.ts';
import type { Case, Clause, Setup } from './contract.ts';
import { runSuite } from './suite.ts';

export interface ConstraintCase<Options extends z.ZodObject> extends Case<Options> {
  /** The parameters that it constrains, by default `W1`, `b1`, `W2` of a small network. */
  readonly specs?: ParameterSpecs;
  /** Parameters that it must refuse. */
  readonly refused?: readonly ParameterSpecs[];
}

/** The contract of constraints, in one setting: on parameters in double precision. */
export function constraintClauses<Options extends z.ZodObject>(
  definition: Definition<'constraint', Options>,
  { options, specs = smallSpecs(), refused = [] }: ConstraintCase<Options>,
  { plugins, files }: Setup = {},
): Clause[] {
  const create = () => createPlugin(definition, options, plugins, files);
  const size = Object.values(specs).reduce((sum, { shape }) => sum + sizeOf(shape), 0);
  const stream = rootStream(0).child('parameters');
  const anywhere = Float64Array.from({ length: size }, () => 10 * (2 * stream.uniform() - 1));
  return [
    {
      name: 'moves parameters that are anywhere, and keeps them finite',
      check() {
        const parameters = anywhere.slice();
        create().start(parametersAlone(specs, parameters))();
        ensureFinite(parameters, 'projected parameters');
        ensure(!sameNumbers(parameters, anywhere), 'parameters of a few units stayed where they were');
      },
    },
    {
      name: 'is a projection: a second one changes nothing beyond rounding',
      check() {
        const parameters = anywhere.slice();
        const project = create().start(parametersAlone(specs, parameters));
        project();
        const once = parameters.slice();
        project();
        ensureAllClose(parameters, once, 1e-14, 'parameters projected twice');
      },
    },
    {
      name: 'keeps zero parameters finite',
      check() {
        const parameters = new Float64Array(size);
        create().start(parametersAlone(specs, parameters))();
        ensureFinite(parameters, 'projected parameters');
      },
    },
    {
      name: 'allocates nothing in a projection',
      check() {
        const problem = parametersAlone(specs, anywhere.slice());
        const project = create().start(problem);
        const before = problem.requests;
        project();
        const requests = problem.requests - before;
        ensure(requests === 0, `a projection asked ${requests} times for vectors or views: ask at the start`);
      },
    },
    {
      name: `accepts the parameters ${Object.keys(specs)}${refused.map((each) => `, refuses ${Object.keys(each)}`).join('')}`,
      check() {
        const constraint = create();
        const refusal = constraint.refuses?.(specs);
        ensure(refusal === undefined, `parameters ${Object.keys(specs)} were refused: ${refusal}`);
        for (const each of refused) {
          const reason = constraint.refuses?.(each) ?? '';
          ensure(reason !== '', `parameters ${Object.keys(each)}: expected a refusal with a reason`);
        }
      },
    },
  ];
}

/**
 * Tests a constraint against its contract.
 *
 * @param cases settings to test it in, by default its default options on a small network
 */
export function testConstraint<Options extends z.ZodObject>(
  definition: Definition<'constraint', Options>,
  cases: readonly ConstraintCase<Options>[] = [{}],
  setup: Setup = {},
): void {
  runSuite(definition, cases, setup, (each) => constraintClauses(definition, each, setup));
}

function parametersAlone(specs: ParameterSpecs, parameters: Float64Array): CountingProblem {
  return new CountingProblem({
    specs,
    parameters,
    stream: rootStream(0),
    gradient() {
      throw new Error('a constraint takes no gradients');
    },
    targetAt() {
      throw new Error('a constraint reads no targets');
    },
  });
}

function smallSpecs(): ParameterSpecs {
  const lab = smallLab();
  const { dataset, model } = lab.plan(lab.resolve({})).experiment;
  return model.parameters(dataset.dimension);
}
