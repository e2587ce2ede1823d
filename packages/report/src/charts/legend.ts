import { SHADES } from '../theme.ts';
import { textWidth } from './text-width.ts';
import { wrapped } from './wrapped.ts';

/** What tells curves, or groups of points, apart. */
export interface Key {
  /** What their labels are values of, for example `rho`: the title of the legend. */
  readonly title?: string;
  /** Whether the labels, in their order, are increasing numbers: then colours run from one end of a scale to the other. */
  readonly ordered?: boolean;
}

/** At most so many labels can be told apart: by colours and dashes or, where they are ordered, by shades. */
const most = { categories: 6, ordered: 9 };

/** Of a label, at most so many lines are shown. */
const MOST_LINES = 3;

/** Whether each of the labels can have a look of its own. */
export function distinguishable(labels: readonly string[], { ordered = false }: Key): boolean {
  return labels.length <= (ordered ? most.ordered : most.categories);
}

/**
 * The labels in their order, as the domain of a scale of colours. Ordered ones stand at even distances on the theme's
 * scale of shades, from its first to its last; names that no label has take the shades between them.
 */
export function colorScale(labels: readonly string[], { ordered = false }: Key) {
  if (!ordered) return { domain: [...labels] };
  const step = (SHADES - 1) / Math.max(1, labels.length - 1);
  const places = new Map(labels.map((label, k) => [Math.round(k * step), label]));
  return { domain: Array.from({ length: SHADES }, (_, k) => places.get(k) ?? `shade ${k}`), range: 'ordinal' as const };
}

/**
 * A legend over a chart, with as many entries in a row as fit there. Its title says what the labels have in common. Long
 * labels are broken into lines, and what does not fit in these is cut.
 *
 * @param room the width of the chart in pixels
 * @param symbol the width of what stands in front of a label, with the air around both
 * @param note stands behind the title, or in its place
 */
export function legendOf(labels: readonly string[], room: number, symbol: number, key: Key, note?: string) {
  const limit = room - symbol;
  const lines = labels.map((label) => [wrapped(label, limit)].flat().slice(0, MOST_LINES));
  const entry = Math.max(...lines.flat().map(textWidth)) + symbol;
  const titles = [key.title, note].filter((text) => text !== undefined);
  const broken = lines.some(({ length }) => length > 1);
  const texts = Object.fromEntries(labels.map((label, k) => [label, lines[k]]));
  return {
    orient: 'top' as const,
    direction: 'horizontal' as const,
    columns: Math.max(1, Math.min(labels.length, Math.floor(room / entry))),
    ...(key.ordered === true ? { values: [...labels] } : {}),
    ...(titles.length === 0 ? {} : { title: wrapped(titles.join('; '), room) }),
    ...(broken ? { labelExpr: `(${JSON.stringify(texts)})[datum.label]` } : {}),
    labelLimit: limit,
    titleLimit: 0,
  };
}
