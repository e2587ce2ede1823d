import type { Session } from '../contracts/engine.ts';
import type { MeasuredEvent } from '../contracts/events.ts';
import type { Experiment } from '../contracts/experiment.ts';
import { measureAll } from './measure-all.ts';
import { measurementEpochs } from './measurement-epochs.ts';
import type { Setting } from './open-session.ts';
import { openProbe } from './probe.ts';
import type { RunState } from './run-state.ts';

/** Measures the metrics of a run at its scheduled epochs. */
export class Measuring {
  readonly #experiment: Experiment;
  readonly #setting: Setting;
  readonly #session: Session;
  readonly #state: RunState;
  readonly #nextAfter: (epoch: number) => number;
  #due: number;

  constructor(experiment: Experiment, setting: Setting, session: Session, state: RunState) {
    this.#experiment = experiment;
    this.#setting = setting;
    this.#session = session;
    this.#state = state;
    this.#nextAfter = measurementEpochs(experiment.config);
    this.#due = this.#nextAfter(state.epoch);
  }

  /** Whether a measurement is due after the present epoch. */
  get isDue(): boolean {
    return this.#state.epoch === this.#due;
  }

  /** Measures the present network; undefined when its training loss is not finite. */
  measure(phase: number): MeasuredEvent | undefined {
    const { data, specs, streams } = this.#setting;
    const probe = openProbe(this.#experiment, data, specs, this.#session, streams.probe);
    if (!Number.isFinite(probe.meanLoss('train'))) return undefined;
    this.#due = this.#nextAfter(this.#state.epoch);
    this.#state.final = measureAll(this.#experiment.metrics, probe);
    const { epoch, step, seconds, final } = this.#state;
    return { type: 'measured', phase, epoch, step, seconds, ...final };
  }
}
