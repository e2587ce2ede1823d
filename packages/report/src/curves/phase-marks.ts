import { type ExperimentConfig, mean } from '@sharpness-lab/core';
import type { Phase } from '../charts/lines-data.ts';
import { configDifferences, outermost, valueText } from '../config-difference.ts';
import type { Run, RunGroup } from '../runs/run.ts';
import { optionWords } from './option-words.ts';
import { place, type XAxis } from './over-seeds.ts';

/**
 * The phases of training that all groups share, each with the setting that distinguishes it, such as `rho = 0.1`. There
 * are none with only one phase, and none if the groups change phases at different epochs.
 */
export function phaseMarks(groups: readonly RunGroup[], x: XAxis): Phase[] {
  const [first] = groups;
  if (first === undefined || first.config.phases.length < 2) return [];
  const begin = beginnings(first.config);
  if (groups.some(({ config }) => beginnings(config).join() !== begin.join())) return [];
  const labels = groups.map(({ config }) => labelsOf(config));
  const runs = groups.flatMap((group) => group.runs);
  return begin.flatMap((epoch, k) => {
    const from = x === 'epoch' ? epoch : placeOf(runs, epoch, x);
    const label = labels.every((each) => each[k] === labels[0]?.[k]) ? labels[0]?.[k] : undefined;
    return from === undefined ? [] : [{ label: label ?? `phase ${k + 1}`, from }];
  });
}

/** The epochs at which phases begin. */
function beginnings({ phases }: ExperimentConfig): number[] {
  return phases.map((_, k) => phases.slice(0, k).reduce((sum, { epochs }) => sum + epochs, 0));
}

/** The position of an epoch on the x axis; undefined when no run has reached it. */
function placeOf(runs: readonly Run[], epoch: number, x: XAxis): number | undefined {
  const points = runs.flatMap(({ measurements }) => measurements.filter((point) => point.epoch === epoch));
  return points.length === 0 ? undefined : mean(points.map((point) => place(point, x)));
}

function labelsOf({ phases }: ExperimentConfig): (string | undefined)[] {
  const settings = phases.map(({ epochs: _epochs, keepState: _keepState, ...setting }) => setting);
  const differences = outermost(configDifferences(settings));
  if (differences.length === 0) return phases.map(() => undefined);
  return phases.map((_, k) => differences.map(({ path, values }) => settingText(path, values[k])).join(', '));
}

/** `optimizer.base.learningRate` as `learning rate = 0.1`. */
function settingText(path: string, value: unknown): string {
  const words = optionWords(path).at(-1) as string;
  return value === undefined ? `no ${words}` : `${words} = ${valueText(value)}`;
}
