import type { Level } from '../charts/lines.ts';
import type { RunGroup } from '../runs/run.ts';
import { brief } from './brief.ts';
import { mean } from './over-seeds.ts';

const bounded: ReadonlySet<string> = new Set(['hessian-trace', 'gauss-newton-trace']);

/**
 * The lower bounds that belong on the panel of a metric: those of the Hessian trace at interpolation, which there is its
 * Gauss-Newton part too. Groups of one bound share a level; a bound that depends on the seeds' samples is drawn at its
 * mean, with its range in words.
 */
export function boundLevels(metric: string, groups: readonly RunGroup[]): Level[] {
  if (!bounded.has(metric)) return [];
  const levels = groups.flatMap(({ label, runs }) => {
    const bounds = runs.flatMap(({ measurements }) => measurements.at(-1)?.values['sharpness-bound'] ?? []);
    return bounds.length === 0 ? [] : [{ group: label, label: textOf(bounds), value: mean(bounds) }];
  });
  const texts = [...new Set(levels.map(({ label }) => label))];
  return texts.flatMap((text) => {
    const alike = levels.filter(({ label }) => label === text);
    const whose = texts.length > 1 ? ` (${alike.map(({ group }) => group).join(', ')})` : '';
    return alike.slice(0, 1).map(({ value }) => ({ label: `${text}${whose}`, value }));
  });
}

function textOf(bounds: readonly number[]): string {
  const [low, high] = [brief(Math.min(...bounds)), brief(Math.max(...bounds))];
  return low === high ? `lower bound ${low}` : `lower bound ${brief(mean(bounds))} on average (${low} to ${high})`;
}
