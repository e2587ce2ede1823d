import { type ExperimentInput, formatTable } from '@sharpness-lab/core';
import { decideByMean, type FinishedRun, type Study, type StudySettings } from '../claims/index.ts';
import { defaults } from '../presets.ts';
import { meanInterval } from '../statistics.ts';

/** An architecture, a flattest net of it, and the 1-SAM of the figure on that architecture. */
interface Start {
  readonly name: string;
  readonly model: Record<string, unknown> & { readonly name: string };
  readonly init: 'memorizing' | 'generalizing' | 'generalizing-flattest';
  readonly learningRate: number;
  readonly rho: number;
}

const starts: readonly Start[] = [
  bias('memorizing'),
  bias('generalizing-flattest'),
  simLn('memorizing'),
  simLn('generalizing-flattest'),
  {
    name: 'no-bias-generalizing',
    model: { name: '2-mlp-no-bias', width: 100 },
    init: 'generalizing',
    learningRate: 0.01,
    rho: 0.05,
  },
  {
    name: 'sim-bn-generalizing',
    model: { name: '2-mlp-sim-bn', width: 50 },
    init: 'generalizing',
    learningRate: 0.005,
    rho: 0.1,
  },
];

function bias(init: Start['init']): Start {
  const model = { name: '2-mlp-bias', width: 100 };
  return { name: `bias-${init}`, model, init, learningRate: 0.01, rho: 0.05 };
}

/** The constructions sit where the norm of the hidden layer is twice epsilon: as large as in trained nets. */
function simLn(init: Start['init']): Start {
  const model = { name: '2-mlp-sim-ln', width: 100, epsilon: 0.5 };
  return { name: `sim-ln-${init}`, model, init, learningRate: 0.01, rho: 0.1 };
}

/** A start is an exact solution, at which every gradient is 0: label noise moves it off, then 1-SAM takes over. */
const KICK = { epochs: 20, sigma: 0.05 };

/** Long beside the time 1 / learning rate of steps in which 1-SAM on these architectures fits a training set. */
const EPOCHS = 5_000;

const SEEDS = 3;

/** How far the test accuracy may move for the net to count as the same: a tenth of the way from memorizing to exact. */
const STAYS = 0.1;

function experimentOf(
  { name, model, init, learningRate, rho }: Start,
  seed: number,
  trained: boolean,
): ExperimentInput {
  const base = { name: 'sgd', learningRate };
  return {
    ...defaults,
    name,
    seed,
    dataset: { name: 'xor', dimension: 30, trainSize: 100, testSize: 5_000 },
    model,
    init,
    phases: trained
      ? [
          { optimizer: { name: 'label-noise-sgd', sigma: KICK.sigma, base }, epochs: KICK.epochs },
          { optimizer: { name: '1-sam', rho, base }, epochs: EPOCHS },
        ]
      : [],
  };
}

/**
 * Whether 1-SAM stays at a flattest net or leaves it: training is started from the paper's constructions on each
 * architecture. The paper asks whether 1-SAM finds such nets and does not say what it does once it is there.
 */
export function startsFromFlattest({ seeds = SEEDS }: StudySettings): Study {
  const pairs = starts.flatMap((start) =>
    Array.from({ length: seeds }, (_, seed) => ({ start, seed, trained: [false, true] as const })),
  );
  return {
    name: 'starts-from-flattest',
    title: '1-SAM started from flattest nets: does it stay?',
    runs: pairs.flatMap(({ start, seed, trained }) => trained.map((each) => experimentOf(start, seed, each))),
    conclude(runs) {
      const results = pairs.map(({ start, seed }, index) => ({
        start,
        seed,
        before: runs[2 * index] as FinishedRun,
        after: runs[2 * index + 1] as FinishedRun,
      }));
      const groups = starts.map((start) => ({ start, results: results.filter((each) => each.start === start) }));
      return {
        outcomes: groups.map(({ start, results }) =>
          decideByMean(
            {
              id: `starts-from-flattest/${start.name}`,
              statement: `1-SAM started from the ${start.init} net of ${start.model.name} stays there.`,
              statistic: 'how far the test accuracy moves',
              expected: { below: STAYS },
              why: 'a tenth of the way from a net that memorizes to one that generalizes',
            },
            results.flatMap(({ seed, before, after }) => {
              const value = moved(before, after);
              return value === undefined ? [] : [{ label: `seed ${seed}`, value }];
            }),
          ),
        ),
        tables: [table(groups)],
      };
    },
  };
}

function moved(before: FinishedRun, after: FinishedRun): number | undefined {
  const from = before.final['test-accuracy'];
  const to = after.final['test-accuracy'];
  return from === undefined || to === undefined || after.status !== 'completed' ? undefined : Math.abs(to - from);
}

function table(
  groups: readonly {
    readonly start: Start;
    readonly results: readonly { readonly before: FinishedRun; readonly after: FinishedRun }[];
  }[],
): string {
  return formatTable([
    ['start', 'test accuracy', 'then', 'trace', 'then', 'train loss', 'then', 'one-hot samples', 'then', 'distance'],
    ...groups.map(({ start, results }) => {
      const fromTo = (metric: string, digits: number) => [
        mean(
          results.map(({ before }) => before.final[metric]),
          digits,
        ),
        mean(
          results.map(({ after }) => after.final[metric]),
          digits,
        ),
      ];
      return [
        start.name,
        ...fromTo('test-accuracy', 3),
        ...fromTo('hessian-trace', 2),
        ...fromTo('train-loss', 6),
        ...fromTo('one-hot-samples', 1),
        mean(
          results.map(({ before, after }) => relativeDistance(before, after)),
          3,
        ),
      ];
    }),
  ]);
}

/** ||theta - theta_0|| / ||theta_0||. */
function relativeDistance({ parameters: from }: FinishedRun, { parameters: to }: FinishedRun): number | undefined {
  let difference = 0;
  let norm = 0;
  for (const [name, values] of Object.entries(from)) {
    const others = to[name];
    if (others === undefined) return undefined;
    for (const [k, value] of values.entries()) {
      const change = (others[k] as number) - value;
      difference += change * change;
      norm += value * value;
    }
  }
  return norm === 0 ? undefined : Math.sqrt(difference / norm);
}

function mean(values: readonly (number | undefined)[], digits: number): string {
  const measured = values.filter((value) => value !== undefined);
  return measured.length === 0 ? '-' : meanInterval(measured).mean.toFixed(digits);
}
