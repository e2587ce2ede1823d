import { LabError } from '@sharpness-lab/core';
import type { Chart } from './chart.ts';
import { scatter } from './charts/scatter.ts';
import { keyOf } from './curves/group-key.ts';
import { kendallTau, type Pair, spearman } from './rank-correlation.ts';
import type { Run, RunGroup } from './runs/run.ts';
import { type Coordinate, coordinateOf } from './scatter/coordinate.ts';

export interface RunScatterOptions {
  /** The name of the chart's files. */
  readonly name: string;
  readonly title: string;
  /** Quantities at the end of training by their names, or options that are numbers by their paths. */
  readonly x: string;
  readonly y: string;
}

/** With fewer runs, a rank correlation says next to nothing. */
const LEAST_FOR_CORRELATION = 6;

/**
 * One number of each completed run over another, such as test accuracy over the trace of the Hessian: a point for each
 * seed, in the colour of its group. Estimates have bars of one standard error to each side. Below stand Kendall's and
 * Spearman's rank correlation over all points, if there are at least six.
 *
 * @throws LabError of kind `config` for a quantity or an option that no run has, and when there is no point to draw
 */
export function runScatter(all: readonly RunGroup[], { name, title, x, y }: RunScatterOptions): Chart {
  const { key, groups } = keyOf(all);
  const runs = groups.flatMap((group) => group.runs);
  const completed = runs.filter(isCompleted);
  if (completed.length === 0) {
    throw new LabError('config', `"${title}" has nothing to draw: none of the ${runs.length} runs is completed`);
  }
  const axes = { x: coordinateOf(x, completed), y: coordinateOf(y, completed) };
  const points = groups.map(({ short, runs }) => ({
    label: short,
    points: runs.filter(isCompleted).flatMap((run) => pointOf(run, axes)),
  }));
  const drawn = points.filter((group) => group.points.length > 0);
  const pairs = drawn.flatMap((group) => group.points.map((point): Pair => [point.x, point.y]));
  const correlation = correlationText(pairs);
  const absent = runs.length - pairs.length;
  const left =
    absent === 0 ? [] : [`${absent} of ${runs.length} runs left out: not completed, or without these numbers`];
  const open = completed.filter((run) =>
    [axes.x, axes.y].some((axis) => axis.numberOf(run)?.converged === false),
  ).length;
  const unconverged = open === 0 ? [] : [`${open} of ${runs.length} estimates not converged`];
  const notes = [...(correlation === undefined ? [] : [correlation]), ...left, ...unconverged];
  return scatter({
    name,
    title,
    description: [
      `${title}: ${axes.y.axis.title} over ${axes.x.axis.title}, a point for each of ${pairs.length} runs at its end.`,
      ...drawn.map((group) => `${group.label}: ${group.points.length}.`),
      ...notes.map((note) => `${note}.`),
    ].join(' '),
    x: axes.x.axis,
    y: axes.y.axis,
    groups: drawn,
    key,
    ...(notes.length === 0 ? {} : { note: notes.join('; ') }),
  });
}

const isCompleted = ({ result }: Run) => result?.status === 'completed';

function pointOf(run: Run, axes: Readonly<Record<'x' | 'y', Coordinate>>) {
  const [x, y] = [axes.x.numberOf(run), axes.y.numberOf(run)];
  if (x === undefined || y === undefined) return [];
  return [
    {
      label: `seed ${run.config.seed}`,
      x: x.value,
      y: y.value,
      ...(x.standardError === undefined ? {} : { xError: x.standardError }),
      ...(y.standardError === undefined ? {} : { yError: y.standardError }),
    },
  ];
}

/** Undefined for too few pairs, and where one number is the same in all of them. */
function correlationText(pairs: readonly Pair[]): string | undefined {
  const [tau, rho] = [kendallTau(pairs), spearman(pairs)];
  if (pairs.length < LEAST_FOR_CORRELATION || tau === undefined || rho === undefined) return undefined;
  const text = (value: number) => value.toFixed(2).replace('-', '−');
  return `rank correlation: Kendall τ ${text(tau)}, Spearman ${text(rho)}, n = ${pairs.length}`;
}
