import { formatCount } from '@sharpness-lab/core';
import type { Phase } from '../charts/lines-data.ts';
import { brief } from '../numbers.ts';
import type { Run, RunGroup } from '../runs/run.ts';
import type { CurvePanel } from './curve-panel.ts';
import type { KeyedGroup } from './group-key.ts';
import { lastEpoch, type SeedPoint, type XAxis } from './over-seeds.ts';

interface DrawnCurves {
  readonly title: string;
  readonly groups: readonly KeyedGroup[];
  readonly panels: readonly CurvePanel[];
  readonly phases: readonly Phase[];
  readonly x: XAxis;
}

/** Learning curves in words: the start, the end and the extremes of each, the bounds, the phases, and the seeds. */
export function describeCurves({ title, groups, panels, phases, x }: DrawnCurves): string {
  const marks = phases.map(({ label, from }) => `${label} from ${x} ${brief(from)}`);
  return [
    `${title}: learning curves over ${x}.`,
    ...groups.map(seedsOf),
    ...(marks.length < 2 ? [] : [`Phases: ${marks.join('; ')}.`]),
    ...panels.map((panel) => panelText(panel, groups)),
  ].join(' ');
}

function seedsOf({ label, runs }: RunGroup): string {
  if (runs.length === 1) return `${label}: seed ${runs[0]?.config.seed}${endOf(runs[0] as Run)}.`;
  const last = Math.max(...runs.map(lastEpoch));
  const early = runs.filter((run) => lastEpoch(run) < last);
  const ends = early.map((run) => `seed ${run.config.seed} ends at epoch ${lastText(run)}${endOf(run)}`);
  const remaining = `; from there on the mean is over those that remain`;
  return `${label}: mean over ${runs.length} seeds, with a band from the smallest to the largest${
    ends.length === 0 ? '' : `; ${ends.join(', ')}${remaining}`
  }.`;
}

const lastText = (run: Run) =>
  run.measurements.length === 0 ? '- (nothing measured yet)' : formatCount(lastEpoch(run));

function endOf({ result }: Run): string {
  if (result === undefined) return ' (not finished)';
  return result.status === 'completed' ? '' : ` (${result.status})`;
}

function panelText({ y, curves, levels }: CurvePanel, groups: readonly KeyedGroup[]): string {
  const nameOf = (label: string) => groups.find(({ short }) => short === label)?.label ?? label;
  const drawn = curves.map(({ label, points }) => `${nameOf(label)} ${courseOf(points)}${unconvergedOf(points)}`);
  return `${y.title}: ${[...drawn, ...levels.map(({ description }) => description)].join('; ')}.`;
}

function courseOf(points: readonly SeedPoint[]): string {
  const [start] = points;
  const end = points.at(-1);
  if (start === undefined || end === undefined) return 'has no epoch at which all seeds have it';
  const lowest = points.reduce((a, b) => (b.y < a.y ? b : a));
  const highest = points.reduce((a, b) => (b.y > a.y ? b : a));
  const inner = [
    ...(lowest.y === Math.min(start.y, end.y) ? [] : [`lowest ${at(lowest)}`]),
    ...(highest.y === Math.max(start.y, end.y) ? [] : [`highest ${at(highest)}`]),
  ];
  return [`from ${at(start)} to ${at(end)}${rangeOf(end)}`, ...inner].join(', ');
}

function rangeOf({ y, low = y, high = y, standardError }: SeedPoint): string {
  return standardError !== undefined || low === high ? '' : ` (${brief(low)} to ${brief(high)})`;
}

function unconvergedOf(points: readonly SeedPoint[]): string {
  const open = points.filter(({ converged }) => converged === false).length;
  return open === 0 ? '' : `, not converged at ${open} of ${points.length} epochs`;
}

const at = ({ y, epoch, standardError }: SeedPoint) =>
  `${brief(y)}${standardError === undefined ? '' : ` ± ${brief(standardError)}`} at epoch ${formatCount(epoch)}`;
