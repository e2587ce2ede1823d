import {
  type Contestant,
  didYouMean,
  type ExperimentInput,
  type Lab,
  LabError,
  type PhaseConfig,
  type PlannedRun,
} from '@sharpness-lab/core';
import { presets } from '../presets.ts';
import { type Growth, growths, growthWorkloads, type Way, type Workload, workloads } from './workloads.ts';

/** `quick` measures short rounds after a warm-up, `paper` a figure's training from its first step on. */
export type BenchScale = 'quick' | 'paper';

/** The settings of a measurement. */
export interface BenchSettings {
  readonly scale: BenchScale;
  /** Also measures how the cost of a step grows with width and dimension. */
  readonly scaling: boolean;
  /** Words that a case must have, see {@link wordsOf}. */
  readonly filter?: string | undefined;
}

/** The steps to be measured. */
export interface StepDescription {
  readonly figure: string;
  readonly model: string;
  /** Neurons of the hidden layer, or of each hidden layer, separated by commas. */
  readonly width: string;
  readonly dimension: number;
  readonly loss: string;
  readonly optimizer: string;
  readonly batchSize: number;
  readonly engine: string;
  readonly path: string;
}

/** Steps to be measured. */
export interface BenchCase {
  readonly description: StepDescription;
  readonly workload: Workload;
  /** The growth that this case is a point of. */
  readonly growth?: Growth;
  readonly contestant: Contestant;
}

/**
 * The cases in the order in which they take turns.
 *
 * @param lab with the plugins of the paper, and `plain-sam`
 * @throws LabError of kind `config` when the filter has an unknown word, or no case has all of its words
 */
export function benchCases(lab: Lab, { scale, scaling, filter = '' }: BenchSettings): BenchCase[] {
  const figures = workloads.flatMap((workload) => casesOf(lab, workload, scale));
  const points = scaling ? growths.flatMap((growth) => pointsOf(lab, growth)) : [];
  return pick([...figures, ...points], filter);
}

/** The words of a case, by which the filter chooses. */
function wordsOf(description: StepDescription): string[] {
  const { figure, model, width, dimension, loss, optimizer, batchSize, engine, path } = description;
  return [figure, model, `width=${width}`, `d=${dimension}`, loss, optimizer, `batch=${batchSize}`, engine, path];
}

function pick(cases: readonly BenchCase[], filter: string): BenchCase[] {
  const wanted = filter.split(/\s+/).filter((word) => word !== '');
  const known = [...new Set(cases.flatMap(({ description }) => wordsOf(description)))];
  for (const word of wanted) {
    if (known.includes(word)) continue;
    const hint = didYouMean(word, known) || ` (known: ${known.join(', ')})`;
    throw new LabError('config', `filter: no case has the word "${word}"${hint}`);
  }
  const picked = cases.filter(({ description }) => {
    const words = wordsOf(description);
    return wanted.every((word) => words.includes(word));
  });
  if (picked.length === 0) throw new LabError('config', `filter: no case has all the words of "${filter}"`);
  return picked;
}

function casesOf(lab: Lab, workload: Workload, scale: BenchScale): BenchCase[] {
  const { warmUp, epochs, ways } = workload;
  if (scale === 'paper') {
    if (epochs === undefined) return [];
    return [benchCase(workload, { planned: plan(lab, workload, epochs, 'wasm'), epochs })];
  }
  const before = warmUp > 0 ? plan(lab, workload, warmUp, 'wasm') : undefined;
  return ways.map((way) => benchCase(workload, { planned: plan(lab, workload, 1, way), warmUp: before }));
}

function pointsOf(lab: Lab, growth: Growth): BenchCase[] {
  return growthWorkloads(growth).flatMap((workload) =>
    casesOf(lab, workload, 'quick').map((each) => ({ ...each, growth })),
  );
}

/** The first phase of a workload's figure, for this many epochs. */
function plan(lab: Lab, { figure, changes = {} }: Workload, epochs: number, way: Way): PlannedRun {
  const preset = presets[figure] as ExperimentInput;
  const start = { ...preset, name: `bench-${figure}`, phases: preset.phases.slice(0, 1), metrics: [] };
  const config = lab.resolve(start, [
    ...Object.entries(changes),
    ['phases.0.epochs', epochs],
    ['engine', way === 'tfjs' ? 'tfjs' : 'wasm'],
  ]);
  if (way !== 'plain') return lab.plan(config);
  return lab.plan(lab.resolve(config, [['phases.0.optimizer', plainSamOf(phaseOf(config).optimizer.options)]]));
}

/** `plain-sam` with the settings of 1-SAM on top of plain SGD. */
function plainSamOf(options: Readonly<Record<string, unknown>>) {
  const { rho, base } = options as { rho: number; base: { options: { learningRate: number } } };
  return { name: 'plain-sam', rho, learningRate: base.options.learningRate };
}

function benchCase(workload: Workload, contestant: Contestant): BenchCase {
  const { experiment, engine } = contestant.planned;
  const { config, dataset } = experiment;
  const { batchSize, optimizer } = phaseOf(config);
  const { width, widths } = config.model.options;
  return {
    workload,
    contestant,
    description: {
      figure: workload.figure,
      model: config.model.name,
      width: String(width ?? widths),
      dimension: dataset.dimension,
      loss: config.loss.name,
      optimizer: optimizer.name,
      batchSize,
      engine: engine.name,
      path: engine.paths[0] as string,
    },
  };
}

function phaseOf({ phases }: { readonly phases: readonly PhaseConfig[] }): PhaseConfig {
  return phases[0] as PhaseConfig;
}
