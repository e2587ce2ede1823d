import { LabError } from '@sharpness-lab/core';
import type { Chart } from '../chart.ts';
import { type CurvesOptions, learningCurves } from '../curves.ts';
import { declaredBy, overviewOf } from '../quantities.ts';
import type { Run, RunGroup } from '../runs/run.ts';
import type { ExperimentSection } from './contents.ts';
import { fewerMeasurements } from './fewer-measurements.ts';
import { flatnessChart } from './flatness-chart.ts';
import { count } from './numbers.ts';

/** In a chart, at most so many curves can be distinguished. */
const CURVES_PER_CHART = 6;

/**
 * The largest number of points in a curve, and in all curves of a page together, so that the page opens quickly on a
 * phone.
 */
const POINTS_PER_CURVE = { least: 24, most: 200 };
const POINTS_PER_PAGE = 12_000;

/**
 * Groups of runs by experiment, with their flatness against their accuracy, and with their learning curves unless the page shows them elsewhere. With more curves, each
 * has fewer points. If even short curves do not fit, a note says so.
 *
 * @param elsewhere the name of the study that shows a run's curves
 */
export function experimentSections(
  groups: readonly RunGroup[],
  elsewhere: (run: Run) => string | undefined,
): ExperimentSection[] {
  const shown = (group: RunGroup) => group.runs.map(elsewhere).find((study) => study !== undefined);
  const wanted = groups.filter((group) => shown(group) === undefined);
  const metrics = (group: RunGroup) => drawnMetrics([group]).length;
  const curves = wanted.reduce((sum, group) => sum + metrics(group), 0);
  const points = Math.max(
    POINTS_PER_CURVE.least,
    Math.min(POINTS_PER_CURVE.most, Math.floor(POINTS_PER_PAGE / Math.max(1, curves))),
  );
  const fits = new Set<RunGroup>();
  let left = POINTS_PER_PAGE;
  for (const group of wanted) {
    left -= metrics(group) * points;
    if (left < 0) break;
    fits.add(group);
  }
  return byName(groups).map(([name, members]) => {
    const studies = [...new Set(members.flatMap((group) => shown(group) ?? []))];
    const drawn = members.filter((group) => fits.has(group));
    const left = members.length - drawn.length - members.filter((group) => shown(group) !== undefined).length;
    const notes = [
      ...studies.map((study) => `Curves of these runs are among the figures of ${study}.`),
      ...(left === 0
        ? []
        : [`To keep the page small, it draws no curves of ${count(left, 'configuration')}; sharpness plot does.`]),
    ];
    return {
      name,
      groups: members,
      charts: [
        ...flatnessChart(name, members),
        ...charts(
          name,
          drawn.map((group) => fewerMeasurements(group, points)),
        ),
      ],
      ...(notes.length === 0 ? {} : { note: notes.join(' ') }),
    };
  });
}

function byName(groups: readonly RunGroup[]): [string, RunGroup[]][] {
  const names = new Map<string, RunGroup[]>();
  for (const group of groups) names.set(group.config.name, [...(names.get(group.config.name) ?? []), group]);
  return [...names];
}

function charts(name: string, groups: readonly RunGroup[]): Chart[] {
  const measured = groups.filter((group) => drawnMetrics([group]).length > 0);
  const parts = Math.ceil(measured.length / CURVES_PER_CHART);
  return Array.from({ length: parts }, (_, part) => part).flatMap((part) => {
    const members = measured.slice(part * CURVES_PER_CHART, (part + 1) * CURVES_PER_CHART);
    return chartOf(members, {
      name: parts === 1 ? `${name}-curves` : `${name}-curves-${part + 1}`,
      title: `Learning curves of ${name}${parts === 1 ? '' : ` (${part + 1} of ${parts})`}`,
      metrics: drawnMetrics(members),
    });
  });
}

/** Undefined where no value lies on its axis, for example where all are 0 on a log axis. */
function chartOf(groups: readonly RunGroup[], options: CurvesOptions): Chart[] {
  try {
    return [learningCurves(groups, options)];
  } catch (error) {
    if (error instanceof LabError) return [];
    throw error;
  }
}

function drawnMetrics(groups: readonly RunGroup[]): string[] {
  const all = groups.flatMap(({ runs }) => runs);
  const points = all.flatMap(({ measurements }) => measurements);
  // A metric that was measured once, for example of a constructed network, has no curve.
  if (!points.some(({ epoch }) => epoch > 0)) return [];
  return overviewOf(
    points.flatMap(({ values }) => Object.keys(values)),
    declaredBy(all),
  );
}
