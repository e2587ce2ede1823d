import { drawData, type ExperimentInput, type ParameterValues } from '@sharpness-lab/core';
import { createPlugin } from '@sharpness-lab/core/testing';
import { completeXor, xor } from '@sharpness-lab/datasets';
import type { FinishedRun, Study, StudyRuns } from '@sharpness-lab/studies';
import { describe, expect, test } from 'vitest';
import { generalizingNoBiasNet, generalizingSimBnNet } from '../constructions/generalizing.ts';
import { generalizingBiasNet, generalizingSimLnNet } from '../constructions/generalizing-flattest.ts';
import { memorizingNet, memorizingSimLnNet } from '../constructions/memorizing.ts';
import { statements } from './index.ts';
import { proposition41 } from './proposition-4-1.ts';
import { theorem41 } from './theorem-4-1.ts';
import { theorem51 } from './theorem-5-1.ts';

const named = (name: string) => (statements[name] as (typeof statements)[string])({ scale: 'quick' });

interface DatasetOptions {
  readonly name: string;
  readonly dimension: number;
  readonly testSize: number;
}

interface ModelOptions {
  readonly name: string;
  readonly width: number;
  readonly epsilon: number;
}

interface ConstructedRun {
  readonly dataset: DatasetOptions;
  readonly model: ModelOptions;
  readonly engine: string;
  readonly seed?: number;
}

/** The runs of a study with the results that an engine would give, unless changed. */
function finished(
  { experiments }: Study,
  construct: (train: FinishedRun['data']['train'], model: ModelOptions) => ParameterValues,
  trace: (dimension: number, target: number) => number,
): StudyRuns {
  const runOf = (run: ExperimentInput): FinishedRun => {
    const { dataset, model, engine, seed = 0 } = run as unknown as ConstructedRun;
    const plugin = dataset.name === 'xor' ? createPlugin(xor, dataset) : createPlugin(completeXor, dataset);
    const data = drawData(plugin, seed);
    return {
      config: { model: { name: model.name, options: model }, engine: { name: engine }, seed },
      status: 'completed',
      final: {
        'train-loss': 0,
        'hessian-trace': trace(data.train.dimension, Math.abs(data.train.targets[0] as number)),
      },
      measurements: [],
      parameters: construct(data.train, model),
      data,
    } as unknown as FinishedRun;
  };
  return mapped(experiments, runOf);
}

/** An object with each value changed. */
function mapped<T, U>(values: Readonly<Record<string, T>>, change: (value: T) => U): Record<string, U> {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, change(value)]));
}

const verdicts = async (study: Study, runs: StudyRuns) =>
  Object.fromEntries((await study.conclude(runs)).claims.map(({ id, verdict }) => [id.split('/')[1], verdict]));

const leastWithBias = (dimension: number, target: number) => 4 * Math.sqrt(dimension + 1) * target;
const memorizing: Parameters<typeof finished>[1] = (train, { width }) => memorizingNet(train, width);

test.each(['slips', 'lemma-a.13'])('%s holds', async (name) => {
  const study = named(name);
  expect(study.experiments).toEqual({});
  for (const claim of (await study.conclude({})).claims)
    expect(claim, claim.reason).toMatchObject({ verdict: 'holds' });
});

describe('theorem 4.1', () => {
  const study = theorem41();

  test('holds for the memorizing net', async () => {
    const runs = finished(study, memorizing, leastWithBias);
    expect(new Set(Object.values(await verdicts(study, runs)))).toEqual(new Set(['holds']));
    expect(new Set(Object.values(await verdicts(proposition41(), runs)))).toEqual(new Set(['holds']));
  });

  test('fails by a training input between two others, which is no extreme point', async () => {
    const runs = mapped(finished(study, memorizing, leastWithBias), (run) => {
      const { train } = run.data;
      const inputs = train.inputs.slice();
      const { dimension } = train;
      for (let k = 0; k < dimension; k++) {
        inputs[k] = ((inputs[dimension + k] as number) + (inputs[2 * dimension + k] as number)) / 2;
      }
      return { ...run, data: { ...run.data, train: { ...train, inputs } } };
    });
    expect(await verdicts(study, runs)).toMatchObject({ 'extreme-points': 'fails' });
  });

  test('fails by a trace that an engine measures otherwise', async () => {
    const runs = finished(study, memorizing, (...at) => 1.001 * leastWithBias(...at));
    expect(await verdicts(study, runs)).toMatchObject({ flattest: 'fails', 'by-differences': 'holds' });
  });

  test('fails by layers out of balance', async () => {
    const unbalanced: typeof memorizing = (train, model) => {
      const { W1, b1, W2 } = memorizing(train, model) as ReturnType<typeof memorizingNet>;
      return { W1: W1.map((w) => 1.1 * w), b1: b1.map((b) => 1.1 * b), W2: W2.map((w) => w / 1.1) };
    };
    const runs = finished(study, unbalanced, leastWithBias);
    expect(await verdicts(study, runs)).toMatchObject({ 'by-differences': 'fails', memorizes: 'holds' });
  });

  test('fails by neurons that are active on more than their sample', async () => {
    const open: typeof memorizing = (train, model) => {
      const net = memorizing(train, model) as ReturnType<typeof memorizingNet>;
      return { ...net, b1: net.b1.map((b) => 0.5 * b) };
    };
    const runs = finished(study, open, leastWithBias);
    expect(await verdicts(study, runs)).toMatchObject({ memorizes: 'fails' });
    expect(await verdicts(proposition41(), runs)).toMatchObject({ unseen: 'fails' });
  });
});

test('theorem 5.1 holds for the memorizing net, and fails where its trace is not 2', async () => {
  const study = theorem51();
  const construct: typeof memorizing = (train, { width, epsilon }) => memorizingSimLnNet(train, width, epsilon);
  const runs = finished(study, construct, () => 2);
  expect(new Set(Object.values(await verdicts(study, runs)))).toEqual(new Set(['holds']));
  const pulled: typeof memorizing = (train, model) => {
    const net = construct(train, model);
    return { ...net, W2: (net.W2 as Float32Array).map((w) => 1.01 * w) };
  };
  expect(
    await verdicts(
      study,
      finished(study, pulled, () => 2.01),
    ),
  ).toMatchObject({ flattest: 'fails' });
});

test('lemma A.1 holds, and fails where the trace is that of the printed lemma or all signs are the same', async () => {
  const study = named('lemma-a.1');
  expect(
    new Set(
      Object.values(
        await verdicts(
          study,
          finished(
            study,
            (train) => generalizingSimBnNet(train),
            () => 8,
          ),
        ),
      ),
    ),
  ).toEqual(new Set(['holds']));
  const unsigned: typeof memorizing = (train) => {
    const net = generalizingSimBnNet(train);
    return { ...net, W2: net.W2.map(Math.abs) };
  };
  expect(
    await verdicts(
      study,
      finished(study, unsigned, () => 4),
    ),
  ).toMatchObject({ exact: 'fails', engines: 'fails' });
});

test('appendix A.2.4 holds, and fails for a trace of 4 sqrt(d)', async () => {
  const study = named('a.2.4');
  const construct: typeof memorizing = ({ dimension }) => generalizingNoBiasNet(dimension);
  const runs = (factor: number) => finished(study, construct, (dimension) => 4 * Math.sqrt(factor * dimension));
  expect(new Set(Object.values(await verdicts(study, runs(2))))).toEqual(new Set(['holds']));
  expect(await verdicts(study, runs(1))).toMatchObject({ exact: 'holds', engines: 'fails' });
});

test.each<[string, Parameters<typeof finished>[1], Parameters<typeof finished>[2]]>([
  ['proposition-4.2', ({ dimension }) => generalizingBiasNet(dimension), leastWithBias],
  ['proposition-5.2', ({ dimension }, { epsilon }) => generalizingSimLnNet(dimension, epsilon), () => 2],
])('%s holds, and fails for the outputs doubled and for a trace off the bound', async (name, construct, trace) => {
  const study = named(name);
  const run = (...changed: Parameters<typeof finished> extends [Study, ...infer Rest] ? Rest : never) =>
    verdicts(study, finished(study, ...changed));
  const doubled: typeof construct = (train, model) => {
    const net = construct(train, model);
    return { ...net, W2: (net.W2 as Float32Array).map((w) => 2 * w) };
  };
  expect(new Set(Object.values(await run(construct, trace)))).toEqual(new Set(['holds']));
  expect(await run(doubled, trace)).toMatchObject({ exact: 'fails', flattest: 'holds' });
  expect(await run(construct, (...at) => 1.001 * trace(...at))).toMatchObject({ flattest: 'fails', exact: 'holds' });
});
