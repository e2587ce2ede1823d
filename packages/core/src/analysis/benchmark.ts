import type { PhaseConfig } from '../contracts/experiment-config.ts';
import type { ParameterValues } from '../contracts/model.ts';
import { LabError } from '../errors.ts';
import type { PlannedRun } from '../planning/plan-run.ts';
import { stepsPerEpoch } from '../planning/steps.ts';
import { nextMacrotask } from '../training/next-macrotask.ts';
import { initialParameters, openSession, type Setting, settingOf } from '../training/open-session.ts';
import { sampleOrder } from '../training/sample-order.ts';

/** The duration of a round in seconds, if its epochs are not given. */
const ROUND = 0.05;

/** Milliseconds between two checks whether to stop, as in the training loop. */
const BREATH = 100;

/** One of several runs that are measured beside each other. */
export interface Contestant {
  /** The measured run: an experiment of one phase. */
  readonly planned: PlannedRun;
  /** A run of the same network on the same data that comes first, untimed. Every round starts at its end. */
  readonly warmUp?: PlannedRun | undefined;
  /** Epochs a round; without them, as many as take about 50 milliseconds. */
  readonly epochs?: number | undefined;
}

/** One measurement of a contestant. */
export interface Round {
  /** Its index in the list. */
  readonly contestant: number;
  readonly epochs: number;
  readonly steps: number;
  readonly seconds: number;
}

/** The limits of a benchmark. */
export interface BenchmarkLimits {
  readonly rounds: number;
  /** Seconds after which a contestant gets no further round. */
  readonly seconds?: number | undefined;
  /** The clock, in seconds; the time of day by default. */
  readonly clock?: (() => number) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Measures how long steps of training take: whole epochs, including the drawing of the order, in short rounds. The
 * contestants take turns, so that other programs disturb all of them alike. Every round of a contestant trains the same
 * epochs from the same start, so its rounds differ only by the noise of the machine.
 *
 * A contestant without given epochs first has an untimed round, and an untimed quarter of a round before each round.
 *
 * @throws LabError of kind `config` when a contestant diverges
 */
export async function* benchmark(
  contestants: readonly Contestant[],
  { rounds, seconds = Number.POSITIVE_INFINITY, clock = wallClock, signal }: BenchmarkLimits,
): AsyncGenerator<Round, void> {
  const warmedUp = new Map<string, ParameterValues>();
  const prepared: Prepared[] = [];
  for (const contestant of contestants) {
    if (signal?.aborted === true) return;
    prepared.push(await prepare(contestant, warmedUp, clock, signal));
  }
  const spent = contestants.map(() => 0);
  for (let round = 0; round < rounds; round++) {
    for (const [contestant, each] of prepared.entries()) {
      if ((spent[contestant] as number) >= seconds) continue;
      const { parameters: _trained, ...measured } = await trainFrom(
        each,
        (epochs) => epochs < each.epochs,
        clock,
        signal,
      );
      if (signal?.aborted === true) return;
      spent[contestant] = (spent[contestant] as number) + measured.seconds;
      yield { contestant, ...measured };
    }
  }
}

const wallClock = () => performance.now() / 1000;

interface Prepared {
  readonly planned: PlannedRun;
  readonly setting: Setting;
  readonly start: ParameterValues;
  readonly epochs: number;
  /**
   * Epochs before those, which are not timed: garbage collection and compilation of other contestants can still be
   * going on.
   */
  readonly lead: number;
}

async function prepare(
  { planned, warmUp, epochs }: Contestant,
  warmedUp: Map<string, ParameterValues>,
  clock: () => number,
  signal: AbortSignal | undefined,
): Promise<Prepared> {
  const setting = settingOf(planned);
  const start =
    warmUp === undefined ? initialParameters(planned, setting) : await warm(warmUp, setting, warmedUp, clock, signal);
  if (epochs !== undefined) return { planned, setting, start, epochs, lead: 0 };
  const trial = { planned, setting, start, epochs: Number.POSITIVE_INFINITY, lead: 0 };
  // Twice as long as a round, because the first half is slower: the code is compiled then.
  const { epochs: fitting } = await trainFrom(trial, (_epochs, elapsed) => elapsed < 2 * ROUND, clock, signal);
  const fit = Math.max(1, Math.round(fitting / 2));
  return { planned, setting, start, epochs: fit, lead: Math.floor(fit / 4) };
}

/** The parameters at the end of a warm-up. Contestants with the same warm-up train it once. */
async function warm(
  planned: PlannedRun,
  setting: Setting,
  warmedUp: Map<string, ParameterValues>,
  clock: () => number,
  signal: AbortSignal | undefined,
): Promise<ParameterValues> {
  const known = warmedUp.get(planned.identity.runId);
  if (known !== undefined) return known;
  const { epochs } = firstPhase(planned);
  const training = { planned, setting, start: initialParameters(planned, setting), epochs, lead: 0 };
  const { parameters } = await trainFrom(training, (done) => done < epochs, clock, signal);
  warmedUp.set(planned.identity.runId, parameters);
  return parameters;
}

function firstPhase({ experiment }: PlannedRun): PhaseConfig {
  const [phase] = experiment.config.phases;
  if (phase === undefined) throw new RangeError('an experiment without phases has nothing to measure');
  return phase;
}

/** Trains the first phase until `goOn` is false for the number of epochs and the seconds so far. */
async function trainFrom(
  { planned, setting, start, epochs: length, lead }: Prepared,
  goOn: (epochs: number, seconds: number) => boolean,
  clock: () => number,
  signal: AbortSignal | undefined,
): Promise<Omit<Round, 'contestant'> & { readonly parameters: ParameterValues }> {
  const { experiment, engine } = planned;
  const session = await openSession(planned, setting, start);
  try {
    session.startPhase(0);
    const fillOrder = sampleOrder(firstPhase(planned).order, setting.streams.order(0));
    const order = new Int32Array(setting.data.train.size);
    const epochSteps = stepsPerEpoch(experiment)[0] as number;
    const trainEpoch = (progress: number) => {
      fillOrder(order);
      if (session.epoch(order, progress) === epochSteps) return;
      throw new LabError('config', `${experiment.config.name} diverges on engine ${engine.name}: nothing to measure`);
    };
    for (let epoch = 0; epoch < lead; epoch++) trainEpoch(0);

    let breath = performance.now();
    let seconds = 0;
    let epochs = 0;
    const started = clock();
    while (goOn(epochs, seconds)) {
      trainEpoch(epochs / length);
      epochs++;
      seconds = clock() - started;
      if (performance.now() - breath >= BREATH) {
        await nextMacrotask();
        if (signal?.aborted === true) break;
        breath = performance.now();
      }
    }
    return { epochs, steps: epochs * epochSteps, seconds, parameters: session.parameters() };
  } finally {
    session.close();
  }
}
