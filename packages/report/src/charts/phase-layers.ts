import type { Frame } from './frame.ts';
import { position } from './scale.ts';
import { textWidth } from './text-width.ts';

const lineHeight = 13;

/** The overhang in pixels that a label above a panel may have on the right. */
const overhang = 16;

/** A thin dotted line at the beginning of each phase but the first, and the names of the phases above the panel. */
export function phaseLayers({ phases, x, size, domain }: Frame) {
  if (phases.length === 0) return [];
  const beginnings = phases.filter(({ from }) => from > domain[0]);
  const pixels = phases.map(({ from }) => Math.max(0, position(from, domain, x.scale)) * size.width);
  return [
    {
      data: { values: beginnings.map(({ label, from }) => ({ label, from })) },
      mark: { type: 'rule' as const, style: 'phase', strokeDash: [1, 3], strokeWidth: 1 },
      encoding: {
        x: { field: 'from', type: 'quantitative' as const },
        y: { value: 0 },
        y2: { value: size.height },
        tooltip: [
          { field: 'label', type: 'nominal' as const, title: 'Phase' },
          { field: 'from', type: 'quantitative' as const, title: 'From' },
        ],
      },
    },
    ...placed(
      phases.map(({ label }) => label),
      pixels,
      size.width,
    ).map(({ label, left, row }) => ({
      data: { values: [{ label }] },
      mark: {
        type: 'text' as const,
        style: 'note',
        align: 'left' as const,
        baseline: 'bottom' as const,
        limit: size.width,
      },
      encoding: {
        x: { value: left },
        y: { value: -4 - row * lineHeight },
        text: { field: 'label', type: 'nominal' as const },
      },
    })),
  ];
}

/**
 * Labels that begin at the given pixels. A label that does not fit moves to the left, and one that collides moves up a
 * row.
 */
function placed(labels: readonly string[], pixels: readonly number[], panelWidth: number) {
  const rowEnds: number[] = [];
  return labels.map((label, k) => {
    const width = textWidth(label);
    const left = Math.max(0, Math.min(pixels[k] as number, panelWidth + overhang - width));
    const free = rowEnds.findIndex((end) => end + 8 <= left);
    const row = free === -1 ? rowEnds.length : free;
    rowEnds[row] = left + width;
    return { label, left: Math.round(left), row };
  });
}
