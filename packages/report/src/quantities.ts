import { type Quantity, titleOf } from '@sharpness-lab/core';
import type { Axis } from './chart.ts';
import type { XAxis } from './curves/over-seeds.ts';
import type { Run } from './runs/run.ts';

/** The axes that curves are drawn over. */
export const xAxes: Readonly<Record<XAxis, Axis>> = {
  epoch: { title: 'epoch', scale: 'linear' },
  step: { title: 'step', scale: 'linear' },
  time: { title: 'time (s)', scale: 'linear' },
};

/** What is declared of a quantity; what nobody has declared is called by its name in words, on a linear axis. */
export function quantityOf(name: string, declared: readonly Quantity[]): Quantity {
  return (
    declared.find((quantity) => quantity.name === name) ?? { name, title: name.replaceAll('-', ' '), scale: 'linear' }
  );
}

/** The quantities that runs declare, in their order. If several runs declare a quantity, the first one counts. */
export function declaredBy(runs: readonly Pick<Run, 'quantities'>[]): Quantity[] {
  const first = new Map<string, Quantity>();
  for (const quantity of runs.flatMap(({ quantities }) => quantities)) {
    if (!first.has(quantity.name)) first.set(quantity.name, quantity);
  }
  return [...first.values()];
}

/** The axis of a quantity. */
export function axisOf({ scale, range, ...named }: Quantity): Axis {
  return { title: titleOf(named), scale, ...(range === undefined ? {} : { range }) };
}

/**
 * Of the quantities that runs have measured, by name, those that charts show when nobody says which: all but those that
 * are declared to be no part of an overview, unless there are only such.
 */
export function overviewOf(measured: Iterable<string>, declared: readonly Quantity[]): string[] {
  const names = new Set(measured);
  const ordered = [...declared.map(({ name }) => name).filter((name) => names.delete(name)), ...names];
  const overview = ordered.filter((name) => quantityOf(name, declared).overview !== false);
  return overview.length > 0 ? overview : ordered;
}
