import { mean, titleOf } from '@sharpness-lab/core';
import { keyOf } from '../curves/group-key.ts';
import { brief, rangeText } from '../numbers.ts';
import { declaredBy, overviewOf, quantityOf } from '../quantities.ts';
import type { RunGroup } from '../runs/run.ts';
import { stackedTable } from './elements.ts';
import { html, type Markup } from './html.ts';

/**
 * The groups of an experiment beside each other: the mean over the finished runs of each quantity of an overview, and
 * below it the smallest and the largest. Undefined where there is nothing to compare.
 */
export function comparisonTable(name: string, all: readonly RunGroup[]): Markup | undefined {
  const { key, groups } = keyOf(all);
  const runs = groups.flatMap((group) => group.runs);
  const measured = runs.flatMap(({ result }) => Object.keys(result?.final.values ?? {}));
  if (groups.length < 2 || measured.length === 0) return undefined;
  const declared = declaredBy(runs);
  const names = overviewOf(measured, declared);
  const columns = names.map((quantity) => ({ heading: titleOf(quantityOf(quantity, declared)), numeric: true }));
  return html`<div class="numbers">${stackedTable(
    `${name} at the end: mean over seeds, and smallest to largest`,
    [{ heading: key.title ?? 'Runs' }, { heading: 'Seeds', numeric: true }, ...columns],
    groups.map(({ short, runs }) => {
      const finals = runs.flatMap(({ result }) => (result === undefined ? [] : [result.final.values]));
      return [
        short,
        `${finals.length}`,
        ...names.map((quantity) => spread(finals.flatMap((values) => values[quantity] ?? []))),
      ];
    }),
  )}</div>`;
}

function spread(values: readonly number[]): Markup | string {
  if (values.length === 0) return '–';
  const [average, range] = [brief(mean(values)), rangeText(values)];
  return html`${average}${range === average ? undefined : html` <span class="range muted">${range}</span>`}`;
}
