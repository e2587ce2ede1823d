import { availableParallelism } from 'node:os';
import { didYouMean, LabError, type Outcome, totalSteps } from '@sharpness-lab/core';
import { prepareOutput, threadLauncher } from '@sharpness-lab/core/node';
import { exitCodes } from '../exit-codes.ts';
import { interruptible } from '../interrupt.ts';
import { overallProgress } from '../overall-progress.ts';
import { composeLab } from '../packages.ts';
import { showProgress } from '../progress.ts';
import { type Reproduction, type ReproductionSettings, reproductions } from '../reproductions.ts';

/** Options of `sharpness reproduce`. */
export interface ReproduceOptions extends ReproductionSettings {
  readonly out: string;
  readonly quiet: boolean;
  readonly json: boolean;
}

/** Trains what a result of the paper takes and prints the verdicts. Returns the exit status. */
export async function reproduce(name: string, { out, quiet, json, ...settings }: ReproduceOptions): Promise<number> {
  const { runs, summarize } = findReproduction(name, settings);
  const { lab, packages } = await composeLab();
  // Every run is checked before the first one starts.
  const experiments = runs.map(({ experiment }) => lab.plan(lab.resolve(experiment)).experiment);
  await prepareOutput(out);

  const threads = availableParallelism();
  if (!quiet) process.stderr.write(`${name}: ${runs.length} runs, ${threads} at a time\n`);
  const progress = await showProgress(name, quiet);
  const show = overallProgress(
    experiments.map((experiment, index) => ({ steps: totalSteps(experiment), work: runs[index]?.work ?? 0 })),
    progress,
  );
  const outcomes: Outcome[] = [];
  const stopped = await interruptible(async (signal) => {
    const configs = experiments.map(({ config }) => config);
    for await (const event of threadLauncher({ packages, out, threads }).launch(configs, signal)) {
      if (event.type === 'warning') {
        progress.stop();
        process.stderr.write(`warning: ${event.message}\n`);
        continue;
      }
      show(event);
      if (event.type === 'outcome') outcomes[event.run] = event.outcome;
    }
    return signal.aborted;
  }).finally(() => progress.stop());
  if (stopped) {
    process.stderr.write(`stopped: the runs are in ${out}, and the same command goes on from there\n`);
    return exitCodes.interrupted;
  }

  const failures = outcomes.flatMap((outcome, index) =>
    outcome.status === 'failed' ? [{ ...experiments[index]?.config, message: outcome.message }] : [],
  );
  for (const { name, seed, message } of failures) process.stderr.write(`${name}, seed ${seed}, failed: ${message}\n`);
  const { text, data } = summarize(outcomes);
  process.stdout.write(`${json ? JSON.stringify(data) : text}\n`);
  return failures.length > 0 ? exitCodes.failed : exitCodes.done;
}

function findReproduction(name: string, settings: ReproductionSettings): Reproduction {
  const reproduction = Object.hasOwn(reproductions, name) ? reproductions[name] : undefined;
  if (reproduction !== undefined) return reproduction(settings);
  const names = Object.keys(reproductions);
  const hint = didYouMean(name, names) || ` (known: ${names.join(', ')})`;
  throw new LabError('config', `unknown result "${name}"${hint}`);
}
