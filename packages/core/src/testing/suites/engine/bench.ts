import type { Engine, Session, SessionSetup } from '../../../contracts/engine.ts';
import type { ExperimentInput } from '../../../contracts/experiment-config.ts';
import type { Definition } from '../../../contracts/plugin.ts';
import type { PlannedRun } from '../../../planning/plan-run.ts';
import { rootStream } from '../../../random/random-stream.ts';
import { drawParameters } from '../../draw-parameters.ts';
import { openReferenceSession } from '../../stand-ins/reference-engine.ts';
import { smallLab } from '../../stand-ins/small-lab.ts';

/** Sessions for an experiment on an engine under test and on the reference engine. */
export interface Bench {
  readonly planned: PlannedRun;
  readonly engine: Engine;
  readonly setup: SessionSetup;
  /** A session of the engine under test. */
  open(): Promise<Session>;
  /** A session of the reference engine, from the same start. */
  openReference(): Session;
  /** Closes every session of the engine under test. */
  closeAll(): void;
}

/**
 * Plans an experiment on an engine.
 *
 * @throws LabError when the experiment is wrong or the engine refuses it
 */
export function openBench(
  definition: Definition<'engine'>,
  options: object,
  input: Partial<ExperimentInput>,
  plugins: readonly Definition[],
): Bench {
  const lab = smallLab([definition, ...plugins], { engine: { ...options, name: definition.name } });
  const planned = lab.plan(lab.resolve(input));
  const { experiment } = planned;
  const { engine } = planned.engine;
  const root = rootStream(0);
  const data = experiment.dataset.sample(root.child('data'));
  const specs = experiment.model.parameters(experiment.dataset.dimension);
  const initial = drawParameters(experiment.model, specs, [data.train, data.test]);
  const setup = { experiment, data, specs, initial, stream: root.child('optimizer') };
  const sessions: Session[] = [];
  return {
    planned,
    engine,
    setup,
    async open() {
      const session = await engine.open(setup);
      sessions.push(session);
      return session;
    },
    openReference: () => openReferenceSession(setup),
    closeAll() {
      for (const session of sessions.splice(0)) session.close();
    },
  };
}

/** Checks something on a bench, and closes its sessions in any case. */
export async function onBench(bench: Bench, check: (bench: Bench) => Promise<void>): Promise<void> {
  try {
    await check(bench);
  } finally {
    bench.closeAll();
  }
}
