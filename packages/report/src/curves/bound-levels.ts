import { mean, type Quantity } from '@sharpness-lab/core';
import type { Level } from '../charts/lines-data.ts';
import { narrowPanel } from '../charts/panel-size.ts';
import { textWidth } from '../charts/text-width.ts';
import { brief } from '../numbers.ts';
import { declaredBy } from '../quantities.ts';
import type { Run, RunGroup } from '../runs/run.ts';

/** With more letters than these, the labels of two neighbouring levels do not fit beside each other. */
const roomForTwo = 26;

/** A level and its description. */
export interface BoundLevel extends Level {
  readonly description: string;
}

/**
 * The lower bounds in the panel of a quantity: the quantities that declare that they bound it. Only runs for which the
 * bound holds at their last measurement have it, and if these are not all, the level says which they are. A bound that
 * depends on the samples is drawn at its mean over the seeds, with its range in words. Groups with overlapping ranges
 * share a level. Labels of several levels are short.
 */
export function boundLevels(bounded: string, groups: readonly RunGroup[]): BoundLevel[] {
  const bounds = declaredBy(groups.flatMap(({ runs }) => runs)).filter(({ lowerBoundOf = [] }) =>
    lowerBoundOf.includes(bounded),
  );
  return bounds.flatMap((bound) => levelsOf(bound, groups));
}

function levelsOf(bound: Quantity, groups: readonly RunGroup[]): BoundLevel[] {
  const found = groups.flatMap(({ label, runs }): Bounds[] => {
    const values = runs.flatMap((run) => boundOf(run, bound) ?? []);
    return values.length === 0 ? [] : [{ holders: [{ label, runs: values.length, of: runs.length }], values }];
  });
  const shared = overlapping(found);
  const everywhere = found.length === groups.length && found.every(({ holders }) => holders.every(isWhole));
  const where = bound.boundFor === undefined ? '' : ` ${bound.boundFor.where}`;
  return shared.map(({ holders, values }) => {
    const value = mean(values);
    const text = textOf(values);
    if (shared.length === 1 && everywhere) return { label: text, value, description: `${text}${where}` };
    const whose = holdersText(holders, groups.length);
    const fits = (label: string) =>
      shared.length === 1 ? textWidth(label) <= narrowPanel.width - 8 : label.length <= roomForTwo;
    const short = `lower bound ${brief(value)}`;
    const label = [`${text}, ${whose}`, `${short}, ${whose}`].find(fits);
    const counted = everywhere ? short : `${short}, ${countText(holders, groups.length)}`;
    return { label: label ?? counted, value, description: `${text}${where} for ${whose}` };
  });
}

/** The last value of a bound in a run for which it holds then. */
function boundOf({ measurements }: Run, { name, boundFor }: Quantity): number | undefined {
  const values = measurements.at(-1)?.values ?? {};
  return boundFor === undefined || values[boundFor.having] !== undefined ? values[name] : undefined;
}

/** The runs of a group for which a bound holds. */
interface Holders {
  /** Of the group. */
  readonly label: string;
  readonly runs: number;
  /** The number of runs in the group. */
  readonly of: number;
}

const isWhole = ({ runs, of }: Holders) => runs === of;

function holdersText(holders: readonly Holders[], groups: number): string {
  const [first] = holders;
  if (groups === 1 && first !== undefined) return seedsText(first);
  return holders.map((each) => (isWhole(each) ? each.label : `${each.label} (${seedsText(each)})`)).join(' and ');
}

const seedsText = ({ runs, of }: Holders) => `${runs} of ${of} seeds`;

function countText(holders: readonly Holders[], groups: number): string {
  const [first] = holders;
  return groups === 1 && first !== undefined ? seedsText(first) : `${holders.length} of ${groups} curves`;
}

interface Bounds {
  /** The groups with these bounds. */
  readonly holders: readonly Holders[];
  readonly values: readonly number[];
}

/** Puts bounds with overlapping ranges together. */
function overlapping(bounds: readonly Bounds[]): Bounds[] {
  const apart: Bounds[] = [];
  for (const next of bounds.toSorted((a, b) => Math.min(...a.values) - Math.min(...b.values))) {
    const last = apart.at(-1);
    if (last === undefined || Math.min(...next.values) > Math.max(...last.values)) apart.push(next);
    else apart.splice(-1, 1, { holders: [...last.holders, ...next.holders], values: [...last.values, ...next.values] });
  }
  return apart;
}

function textOf(bounds: readonly number[]): string {
  const [low, high] = [brief(Math.min(...bounds)), brief(Math.max(...bounds))];
  return low === high ? `lower bound ${low}` : `mean lower bound ${brief(mean(bounds))} (${low} to ${high})`;
}
