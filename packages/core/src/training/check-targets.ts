import { formatValue } from '../config/issues.ts';
import type { Experiment } from '../contracts/experiment.ts';
import type { Data } from '../contracts/samples.ts';
import { type Targets, targetKinds } from '../contracts/targets.ts';
import { LabError } from '../errors.ts';
import { pluginError } from '../plugins/attribution.ts';

/**
 * Checks that the loss and every metric of an experiment take the targets of the data, of the training and the test set.
 *
 * @throws LabError of kind `config` naming the loss or the metric, what it takes, and the first sample, counted from 0,
 *   whose target is none of that; of kind `plugin` when a declaration is not among {@link targetKinds}
 */
export function checkTargets({ config, loss, metrics }: Experiment, data: Data): void {
  check(loss, `loss "${config.loss.name}"`, data, 'use a loss of real targets, such as mse');
  for (const [index, { metric }] of metrics.entries()) {
    check(metric, `metric "${config.metrics[index]?.name}"`, data, 'leave the metric out');
  }
}

function check(plugin: Taker, name: string, data: Data, otherwise: string): void {
  const objection = objectionTo(data, targetsOf(plugin));
  if (objection === undefined) return;
  throw new LabError('config', `${name} takes ${objection}: map the classes to -1 and 1, or ${otherwise}`);
}

/** A loss or a metric. */
interface Taker {
  readonly targets?: Targets;
}

/**
 * The targets that a loss or a metric takes.
 *
 * @throws LabError of kind `plugin` when it declares something that is not among {@link targetKinds}
 */
export function targetsOf(plugin: Taker): Targets {
  const { targets = 'real' } = plugin;
  if (targetKinds.includes(targets)) return targets;
  const expected = targetKinds.map((kind) => `"${kind}"`).join(' or ');
  throw pluginError(plugin, `targets: expected ${expected}, got ${formatValue(targets)}`);
}

/**
 * What a kind of targets is, and where data have others, in words: `targets -1 and 1, and training sample 3 has 0`.
 *
 * @returns undefined where all targets are of that kind
 */
export function objectionTo({ train, test }: Data, kind: Targets): string | undefined {
  const first = (wrong: (target: number) => boolean): string | undefined => {
    for (const [split, { targets }] of [['training', train] as const, ['test', test] as const]) {
      const index = targets.findIndex(wrong);
      if (index >= 0) return `${split} sample ${index} has ${targets[index]}`;
    }
    return undefined;
  };
  const isNoSign = (target: number) => target !== 1 && target !== -1;
  if (kind === 'signs') {
    const found = first(isNoSign);
    return found && `targets -1 and 1, and ${found}`;
  }
  if (kind === 'signed') {
    const zero = first((target) => target === 0);
    if (zero !== undefined) return `targets above and below 0, and ${zero}`;
    // A draw of a few labels may have one of the two classes only.
    const found = first(isNoSign);
    const onOneSide = !first((target) => target > 0) || !first((target) => target < 0);
    if (found && onOneSide) return `targets above and below 0, and all are on one side, as ${found}`;
  }
  return undefined;
}
