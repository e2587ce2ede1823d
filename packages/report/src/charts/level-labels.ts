import { textWidth } from './text-width.ts';

/** The place of a label: the end of its line, and above (`bottom`) or below (`top`) the line. */
export interface LabelPlace {
  readonly align: 'left' | 'right';
  readonly baseline: 'bottom' | 'top';
}

interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

interface Pixel {
  readonly x: number;
  readonly y: number;
}

/** In the order of preference. */
const places: readonly LabelPlace[] = [
  { align: 'right', baseline: 'bottom' },
  { align: 'right', baseline: 'top' },
  { align: 'left', baseline: 'bottom' },
  { align: 'left', baseline: 'top' },
];

const lineHeight = 14;

/**
 * Places for the labels of horizontal lines in a panel, all in pixels from its top left corner. Each label takes the
 * place that covers the least of curves, of other lines and of the labels before it, and stays inside of the panel.
 */
export function levelLabels(
  lines: readonly { readonly label: string; readonly y: number }[],
  curves: readonly (readonly Pixel[])[],
  panel: { readonly width: number; readonly height: number },
): LabelPlace[] {
  const taken: Box[] = [];
  return lines.map(({ label, y }) => {
    const cost = (place: LabelPlace) => {
      const box = boxOf(label, y, place, panel.width);
      const outside = box.top < 0 || box.bottom > panel.height ? 1000 : 0;
      const covered = taken.filter((other) => overlap(box, other)).length * 500;
      const crossed = lines.filter((other) => other.y !== y && other.y > box.top && other.y < box.bottom).length * 100;
      return outside + covered + crossed + curves.reduce((sum, curve) => sum + pixelsInside(curve, box), 0);
    };
    const costs = places.map(cost);
    const best = places[costs.indexOf(Math.min(...costs))] as LabelPlace;
    taken.push(boxOf(label, y, best, panel.width));
    return best;
  });
}

function boxOf(label: string, y: number, { align, baseline }: LabelPlace, panelWidth: number): Box {
  const width = textWidth(label) + 8;
  const left = align === 'right' ? panelWidth - width : 0;
  const top = baseline === 'bottom' ? y - lineHeight - 1 : y + 1;
  return { left, right: left + width, top, bottom: top + lineHeight };
}

const overlap = (a: Box, b: Box) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;

/** The length in pixels of x over which a curve runs through a box. */
function pixelsInside(curve: readonly Pixel[], { left, right, top, bottom }: Box): number {
  return curve.slice(1).reduce((sum, to, k) => {
    const from = curve[k] as Pixel;
    const first = Math.max(left, from.x);
    const last = Math.min(right, to.x);
    const inside = Array.from({ length: Math.max(0, Math.ceil(last - first)) }, (_, step) => {
      const share = (first + step - from.x) / (to.x - from.x);
      return from.y + share * (to.y - from.y);
    }).filter((y) => y > top && y < bottom);
    return sum + inside.length;
  }, 0);
}
