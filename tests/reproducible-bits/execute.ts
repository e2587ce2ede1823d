import { createLab, drawData, type LabPackage, type RunStatus } from '@sharpness-lab/core';
import datasets from '@sharpness-lab/datasets';
import engineWasm from '@sharpness-lab/engine-wasm';
import models from '@sharpness-lab/models';
import optimizers from '@sharpness-lab/optimizers';
import paper from '@sharpness-lab/paper';
import { experiments } from './experiments.ts';

/** Arrays with their shapes, as plain data: a web page can pass them to Node. */
export type Arrays = Readonly<
  Record<string, { readonly shape: readonly number[]; readonly values: readonly number[] }>
>;

/** The result of an experiment. */
export interface Execution {
  readonly status: RunStatus;
  readonly steps: number;
  /** The engine's code path in each phase. */
  readonly paths: readonly string[];
  readonly data: Arrays;
  readonly parameters: Arrays;
}

const modules = { datasets, models, optimizers, paper, engineWasm };

/** A lab of the packages whose numbers do not depend on the machine. */
export const lab = createLab(
  Object.entries(modules).map(([name, module]): LabPackage => ({ origin: { name, version: '0' }, module })),
);

/** Executes all experiments here: in Node or in a browser. */
export async function executeAll(): Promise<Record<string, Execution>> {
  const executions: Record<string, Execution> = {};
  for (const name of Object.keys(experiments)) executions[name] = await execute(name);
  return executions;
}

async function execute(name: string): Promise<Execution> {
  const planned = lab.plan(lab.resolve(experiments[name]));
  const { dataset, config } = planned.experiment;
  const { train, test } = drawData(dataset, config.seed);
  const data = {
    trainInputs: array([train.size, train.dimension], train.inputs),
    trainTargets: array([train.size], train.targets),
    testInputs: array([test.size, test.dimension], test.inputs),
    testTargets: array([test.size], test.targets),
  };
  for await (const event of lab.run(planned)) {
    if (event.type !== 'finished') continue;
    const parameters = Object.fromEntries(
      Object.entries(event.specs).map(([parameter, { shape }]) => [
        parameter,
        array(shape, event.parameters[parameter] as Float32Array),
      ]),
    );
    const { status, steps } = event.result;
    return { status, steps, paths: planned.engine.paths, data, parameters };
  }
  throw new Error(`${name} ended without a result`);
}

function array(shape: readonly number[], values: Float32Array) {
  return { shape, values: Array.from(values) };
}
