import { mean } from '@sharpness-lab/core';
import type { Level } from '../charts/lines-data.ts';
import { brief } from '../numbers.ts';
import { declaredBy } from '../quantities.ts';
import type { RunGroup } from '../runs/run.ts';

/** With more letters than these, the labels of two neighbouring levels do not fit beside each other. */
const roomForTwo = 26;

/** A level and its description. */
export interface BoundLevel extends Level {
  readonly description: string;
}

/**
 * The lower bounds in the panel of a quantity: the quantities that declare that they bound it. A bound that depends on the
 * samples is drawn at its mean over the seeds, with its range in words. Groups with overlapping ranges share a level.
 * Labels of several levels are short.
 */
export function boundLevels(bounded: string, groups: readonly RunGroup[]): BoundLevel[] {
  const bounds = declaredBy(groups.flatMap(({ runs }) => runs)).filter(({ lowerBoundOf = [] }) =>
    lowerBoundOf.includes(bounded),
  );
  return bounds.flatMap(({ name }) => levelsOf(name, groups));
}

function levelsOf(bound: string, groups: readonly RunGroup[]): BoundLevel[] {
  const found = groups.flatMap(({ label, runs }) => {
    const values = runs.flatMap(({ measurements }) => measurements.at(-1)?.values[bound] ?? []);
    return values.length === 0 ? [] : [{ labels: [label], values }];
  });
  const shared = overlapping(found);
  return shared.map(({ labels, values }) => {
    const value = mean(values);
    const text = textOf(values);
    if (shared.length === 1) return { label: text, value, description: text };
    const short = `lower bound ${brief(value)}`;
    const named = `${short}, ${labels.join(' and ')}`;
    const description = `${text} for ${labels.join(' and ')}`;
    return { label: named.length > roomForTwo ? short : named, value, description };
  });
}

interface Bounds {
  /** The labels of the groups with these bounds. */
  readonly labels: readonly string[];
  readonly values: readonly number[];
}

/** Puts bounds with overlapping ranges together. */
function overlapping(bounds: readonly Bounds[]): Bounds[] {
  const apart: Bounds[] = [];
  for (const next of bounds.toSorted((a, b) => Math.min(...a.values) - Math.min(...b.values))) {
    const last = apart.at(-1);
    if (last === undefined || Math.min(...next.values) > Math.max(...last.values)) apart.push(next);
    else apart.splice(-1, 1, { labels: [...last.labels, ...next.labels], values: [...last.values, ...next.values] });
  }
  return apart;
}

function textOf(bounds: readonly number[]): string {
  const [low, high] = [brief(Math.min(...bounds)), brief(Math.max(...bounds))];
  return low === high ? `lower bound ${low}` : `mean lower bound ${brief(mean(bounds))} (${low} to ${high})`;
}
