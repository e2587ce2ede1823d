import type { ParameterSpecs } from '../../contracts/model.ts';
import type { Definition } from '../../contracts/plugin.ts';
import type { TensorFlow } from '../../contracts/tensorflow.ts';
import type { z } from '../../vendor/zod.ts';
import { ensure, ensureFinite } from '../assertions.ts';
import { createPlugin } from '../create-plugin.ts';
import type { Case, Clause, Setup } from './contract.ts';
import { closedFormClauses } from './model/closed-forms.ts';
import { forwardClauses } from './model/forward.ts';
import { runSuite } from './suite.ts';

/** The input dimension in the tests of models. */
const DIMENSION = 3;

/** The argument that tests of models may need. */
export interface ModelSetup extends Setup {
  /** The tfjs namespace, for tests of the forward pass: `tf` of `@sharpness-lab/engine-tfjs/tf`. */
  readonly tf?: TensorFlow;
}

/**
 * The contract of models, in one setting. Closed forms are compared with finite differences and, if `tf` is given, with
 * the forward pass. Settings should be small, for example a width of 4.
 */
export function modelClauses<Options extends z.ZodObject>(
  definition: Definition<'model', Options>,
  { options }: Case<Options>,
  { plugins, files, tf }: ModelSetup = {},
): Clause[] {
  const create = () => createPlugin(definition, options, plugins, files);
  return [
    {
      name: 'declares its parameters',
      check: () => checkSpecs(create().parameters(DIMENSION)),
    },
    {
      name: 'declares the same parameters for the same dimension',
      check() {
        const [a, b] = [create(), create()].map((model) => JSON.stringify(model.parameters(DIMENSION)));
        ensure(a === b, `expected ${a}, then got ${b}`);
      },
    },
    ...closedFormClauses(create, DIMENSION),
    ...(tf === undefined ? [] : forwardClauses(create, DIMENSION, tf)),
  ];
}

/**
 * Tests a model against its contract.
 *
 * @param cases small settings to test it in
 */
export function testModel<Options extends z.ZodObject>(
  definition: Definition<'model', Options>,
  cases: readonly Case<Options>[],
  setup: ModelSetup = {},
): void {
  runSuite(definition, cases, setup, (each) => modelClauses(definition, each, setup));
}

function checkSpecs(specs: ParameterSpecs): void {
  ensure(Object.keys(specs).length > 0, 'a model without parameters cannot be trained');
  for (const [name, { shape, layer, fanIn, initial }] of Object.entries(specs)) {
    ensure(/^[\w.-]+$/.test(name), `parameter "${name}": expected letters, digits, ".", "_" and "-" only`);
    ensure(shape.length > 0, `"${name}": expected a shape with at least one extent, [1] for a single number`);
    for (const [key, values] of Object.entries({ shape, layer: [layer], fanIn: [fanIn] })) {
      const counts = values.every((value) => Number.isInteger(value) && value >= 1);
      ensure(counts, `"${name}".${key}: expected whole numbers >= 1, got ${values}`);
    }
    if (initial !== undefined) ensureFinite([initial], `"${name}".initial`);
  }
  const layers = [...new Set(Object.values(specs).map(({ layer }) => layer))].sort((a, b) => a - b);
  ensure(
    layers.every((layer, index) => layer === index + 1),
    `layers: expected 1, 2, … without gaps, got ${layers}`,
  );
}
