import { type ExperimentInput, formatTable } from '@sharpness-lab/core';
import {
  type Claim,
  decideByMean,
  type FinishedRun,
  type JudgedClaim,
  type LabelledValue,
  meanInterval,
  runOf,
  type Study,
  type StudySettings,
  undecided,
} from '@sharpness-lab/studies';
import { defaults } from '../defaults.ts';
import { thresholds } from '../thresholds.ts';
import { finalMetric } from './final-metric.ts';

type Phase = ExperimentInput['phases'][number];

/** An architecture, a flattest net of it, and 1-SAM as the figure on that architecture has it. */
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

const KICK_LEARNING_RATE = 0.01;

/**
 * A start is an exact solution, at which every gradient is 0, so something has to move the net first. Label noise moves
 * the neurons that are active on samples. In a memorizing net these are few: sample i sees neuron i alone, and steps on
 * other samples do not change it. Weight decay also shrinks the neurons, here by exp(-5), until many are active on each
 * sample. Its length matters. With 60 epochs the neurons stay silent. With 120 or more, weight decay and 1-SAM together
 * make the net with bias generalize, or nearly so. The claims are about 100.
 */
const kicks: Readonly<Record<'noise' | 'decay', Phase>> = {
  noise: {
    optimizer: { name: 'label-noise-sgd', sigma: 0.05, base: { name: 'sgd', learningRate: KICK_LEARNING_RATE } },
    epochs: 20,
  },
  decay: { optimizer: { name: 'sgd', learningRate: KICK_LEARNING_RATE, weightDecay: 0.05 }, epochs: 100 },
};

type Kick = keyof typeof kicks;

const kickNames: readonly Kick[] = ['noise', 'decay'];

const kickTitles: Readonly<Record<Kick, string>> = { noise: 'label noise', decay: 'weight decay' };

/**
 * Long in comparison with 1 / learning rate, the number of steps in which 1-SAM fits a training set on these
 * architectures.
 */
const EPOCHS = 10_000;

/** With three seeds, the interval of the woken Sim-LN nets has the threshold inside. */
const SEEDS = 8;

/**
 * The largest change of the test accuracy at which the net counts as the same: a tenth of the way from memorizing to
 * exact.
 */
const STAYS = 0.1;

/** The least share of samples with a single active neuron at which a net still counts as memorizing. */
const ASLEEP = 0.5;

function experimentOf({ name, model, init }: Start, seed: number, phases: readonly Phase[]): ExperimentInput {
  return {
    ...defaults,
    name,
    seed,
    dataset: { name: 'xor', dimension: 30, trainSize: 100, testSize: 5_000 },
    model,
    init,
    phases: [...phases],
    measure: { logSpaced: 5 },
  };
}

/** The net itself; kicked; kicked, then trained by 1-SAM. */
type Stage = 'start' | `${Kick}` | `${Kick}/1-sam`;

function keyOf({ name }: Start, seed: number, stage: Stage): string {
  return `${name}/${stage}/seed-${seed}`;
}

/** The experiments of a start at a seed, by key. */
function experimentsOf(start: Start, seed: number): Record<string, ExperimentInput> {
  const { learningRate, rho } = start;
  const oneSam = { optimizer: { name: '1-sam', rho, base: { name: 'sgd', learningRate } }, epochs: EPOCHS };
  return {
    [keyOf(start, seed, 'start')]: experimentOf(start, seed, []),
    ...Object.fromEntries(
      kickNames.flatMap((kick) => [
        [keyOf(start, seed, kick), experimentOf(start, seed, [kicks[kick]])],
        [keyOf(start, seed, `${kick}/1-sam`), experimentOf(start, seed, [kicks[kick], oneSam])],
      ]),
    ),
  };
}

/** The path of a net: before and after 1-SAM. */
interface Way {
  readonly start: Start;
  readonly seed: number;
  readonly kick: Kick;
  readonly before: FinishedRun;
  readonly kicked: FinishedRun;
  readonly after: FinishedRun;
}

/**
 * Whether 1-SAM stays at a flattest net or leaves it: training starts from the paper's constructions on each
 * architecture. The paper asks whether 1-SAM finds such nets. It does not say where 1-SAM goes from such a net. The
 * question and the claims are ours.
 */
export function startsFromFlattest({ seeds = SEEDS }: StudySettings): Study {
  const pairs = starts.flatMap((start) => Array.from({ length: seeds }, (_, seed) => ({ start, seed })));
  return {
    name: 'starts-from-flattest',
    title: '1-SAM started from flattest nets: does it stay?',
    experiments: Object.assign({}, ...pairs.map(({ start, seed }) => experimentsOf(start, seed))),
    conclude(runs) {
      const ways = pairs.flatMap(({ start, seed }) =>
        kickNames.map((kick): Way => {
          const at = (stage: Stage) => runOf(runs, keyOf(start, seed, stage));
          return { start, seed, kick, before: at('start'), kicked: at(kick), after: at(`${kick}/1-sam`) };
        }),
      );
      const waysOf = (start: Start, kick: Kick) => ways.filter((way) => way.start === start && way.kick === kick);
      return {
        claims: starts.flatMap((start) => kickNames.map((kick) => outcomeOf(start, kick, waysOf(start, kick)))),
        tables: [
          table(starts.flatMap((start) => kickNames.map((kick) => ({ start, kick, ways: waysOf(start, kick) })))),
        ],
      };
    },
  };
}

/** After weight decay a memorizing net is one no longer: then the question is whether 1-SAM makes it generalize. */
function outcomeOf(start: Start, kick: Kick, ways: readonly Way[]): JudgedClaim {
  const woken = start.init === 'memorizing' && kick === 'decay';
  const assertion = woken ? whereWokenNetsGo(start) : stays(start, kick);
  const values: LabelledValue[] = [];
  for (const way of ways) {
    const { seed, before, kicked, after } = way;
    const unfinished = [before, kicked, after].find(({ status }) => status !== 'completed');
    if (unfinished !== undefined) return undecided(assertion, `seed ${seed}: a run ended as ${unfinished.status}`);
    const oneHot = finalMetric(kicked, 'one-hot-samples') / kicked.data.train.size;
    if (woken && !(oneHot < ASLEEP)) {
      return undecided(assertion, `seed ${seed}: ${oneHot} of the samples still see a single neuron`);
    }
    const end = finalMetric(after, 'test-accuracy');
    values.push({ label: `seed ${seed}`, value: woken ? end : Math.abs(end - finalMetric(before, 'test-accuracy')) });
  }
  return decideByMean(assertion, values);
}

function stays({ name, init, model }: Start, kick: Kick): Claim {
  return {
    id: `starts-from-flattest/${name}-after-${kick}`,
    statement: `Moved off the ${init} net of ${model.name} by ${kickTitles[kick]}, 1-SAM stays near it.`,
    statistic: 'how far the test accuracy moves',
    expected: { below: STAYS },
    why: 'a tenth of the way from a net that memorizes to one that generalizes',
  };
}

/** As Table 1 has it for 1-SAM from a random start. */
function whereWokenNetsGo({ name, model }: Start): Claim {
  const generalizes = model.name === '2-mlp-sim-ln';
  return {
    id: `starts-from-flattest/${name}-after-decay`,
    statement: `Where weight decay has woken the neurons of the memorizing net of ${model.name}, 1-SAM ${
      generalizes ? 'ends at a net that generalizes' : 'still ends at one that does not'
    }.`,
    statistic: 'test accuracy',
    expected: generalizes ? { above: thresholds.generalizes } : { below: thresholds.generalizes },
    why: 'as in Table 1',
  };
}

interface Row {
  readonly start: Start;
  readonly kick: Kick;
  readonly ways: readonly Way[];
}

function table(rows: readonly Row[]): string {
  const metrics = [
    ['test-accuracy', 3],
    ['gauss-newton-trace', 2],
    ['train-loss', 6],
    ['one-hot-samples', 0],
  ] as const;
  return formatTable([
    [
      'start',
      'kick',
      ...['test accuracy', 'GN trace', 'train loss', 'one-hot samples'].flatMap((title) => [title, 'kicked', '1-SAM']),
      'distance kicked',
      '1-SAM',
    ],
    ...rows.map(({ start, kick, ways }) => [
      start.name,
      kickTitles[kick],
      ...metrics.flatMap(([metric, digits]) => [
        mean(ways.map(({ before }) => finalMetric(before, metric))).toFixed(digits),
        mean(ways.map(({ kicked }) => finalMetric(kicked, metric))).toFixed(digits),
        mean(ways.map(({ after }) => finalMetric(after, metric))).toFixed(digits),
      ]),
      mean(ways.map(({ before, kicked }) => relativeDistance(before, kicked))).toFixed(4),
      mean(ways.map(({ before, after }) => relativeDistance(before, after))).toFixed(4),
    ]),
  ]);
}

/** ||theta - theta_0|| / ||theta_0||; NaN where a run has left no parameters. */
export function relativeDistance(
  { parameters: from }: Pick<FinishedRun, 'parameters'>,
  { parameters: to }: Pick<FinishedRun, 'parameters'>,
): number {
  let difference = 0;
  let norm = 0;
  for (const [name, values] of Object.entries(from)) {
    for (const [k, value] of values.entries()) {
      const change = (to[name]?.[k] ?? Number.NaN) - value;
      difference += change * change;
      norm += value * value;
    }
  }
  return Math.sqrt(difference / norm);
}

function mean(values: readonly number[]): number {
  return values.length === 0 ? Number.NaN : meanInterval(values).mean;
}
