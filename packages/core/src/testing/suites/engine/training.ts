import type { Session } from '../../../contracts/engine.ts';
import type { ParameterValues } from '../../../contracts/model.ts';
import { rootStream } from '../../../random/random-stream.ts';
import { sampleOrder } from '../../../training/sample-order.ts';
import { ensure, ensureSame } from '../../assertions.ts';
import type { Bench } from './bench.ts';

/** The number of epochs of each phase in clauses. */
export const EPOCHS = 2;

interface Epoch {
  readonly phase: number;
  /** Counted within the phase. */
  readonly epoch: number;
  readonly order: Int32Array;
  /** The number of steps. */
  readonly steps: number;
}

/** The parameters after training every phase for a few epochs. */
export function train(bench: Bench, session: Session): ParameterValues {
  return trainSideBySide(bench, [session])[0] as ParameterValues;
}

/** The same for several sessions, one after the other within each epoch. */
export function trainSideBySide(bench: Bench, sessions: readonly Session[]): ParameterValues[] {
  for (const epoch of epochsOf(bench)) {
    for (const session of sessions) {
      if (epoch.epoch === 0) session.startPhase(epoch.phase);
      trainEpoch(session, epoch);
    }
  }
  return sessions.map((session) => session.parameters());
}

/** The same, with a session for each epoch that continues from the state of the session before. */
export async function trainInPieces(bench: Bench): Promise<ParameterValues> {
  let session = await bench.open();
  for (const epoch of epochsOf(bench)) {
    if (epoch.epoch === 0) session.startPhase(epoch.phase);
    const state = session.state();
    // Later changes of the session do not change the state that it returned.
    trainEpoch(session, epoch);
    session = await bench.open();
    session.startPhase(epoch.phase);
    session.restore(state);
    trainEpoch(session, epoch);
  }
  return session.parameters();
}

/** Ensures that parameters are the same to the last bit. */
export function ensureParametersSame(actual: ParameterValues, expected: ParameterValues, what: string): void {
  for (const [name, values] of Object.entries(expected)) ensureSame(actual[name] ?? [], values, `${what}, "${name}"`);
}

function* epochsOf({ planned, setup }: Bench): Generator<Epoch> {
  const order = new Int32Array(setup.data.train.size);
  for (const [phase, { config }] of planned.experiment.phases.entries()) {
    const fill = sampleOrder(config.order, rootStream(0).child(`order ${phase}`));
    const steps = Math.ceil(order.length / config.batchSize);
    for (let epoch = 0; epoch < EPOCHS; epoch++) {
      fill(order);
      yield { phase, epoch, order, steps };
    }
  }
}

function trainEpoch(session: Session, { epoch, order, steps }: Epoch): void {
  const completed = session.epoch(order.slice(), epoch / EPOCHS);
  ensure(completed === steps, `epoch(): expected ${steps} completed steps, got ${completed}`);
}
