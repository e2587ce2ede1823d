import type { Level } from '../charts/lines.ts';
import type { RunGroup } from '../runs/run.ts';
import { brief } from './brief.ts';
import { mean } from './over-seeds.ts';

const bounded: ReadonlySet<string> = new Set(['hessian-trace', 'gauss-newton-trace']);

/**
 * The lower bounds that belong on the panel of a metric: those of the Hessian trace at interpolation, which there is its
 * Gauss-Newton part too. A bound that depends on the seeds' samples is drawn at its mean, with its range in words; groups
 * whose ranges overlap share a level.
 */
export function boundLevels(metric: string, groups: readonly RunGroup[]): Level[] {
  if (!bounded.has(metric)) return [];
  const found = groups.flatMap(({ label, runs }) => {
    const values = runs.flatMap(({ measurements }) => measurements.at(-1)?.values['sharpness-bound'] ?? []);
    return values.length === 0 ? [] : [{ labels: [label], values }];
  });
  const shared = overlapping(found);
  return shared.map(({ labels, values }) => ({
    label: `${textOf(values)}${shared.length > 1 ? `, ${labels.join(' and ')}` : ''}`,
    value: mean(values),
  }));
}

interface Bounds {
  /** Of the groups whose bounds they are. */
  readonly labels: readonly string[];
  readonly values: readonly number[];
}

/** Bounds with those together whose ranges overlap. */
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
