import { type Quantity, titleOf } from '@sharpness-lab/core';
import type { Axis } from '../chart.ts';
import type { Curve } from '../charts/lines-data.ts';
import { axisOf } from '../quantities.ts';

/** A panel of one network: its axis, and the quantities on it with what their curves are called. */
export interface SharedPanel {
  readonly y: Axis;
  readonly curves: readonly { readonly quantity: Quantity; readonly label: string }[];
}

/**
 * The panels in which curves of a single network are drawn: quantities that name the same axis share one. Where some do,
 * curves are called what their quantities say, in all panels; others, and those that say nothing, by the network's label.
 *
 * @param quantities in the order of their panels
 * @param declared in the order of their curves in a panel
 */
export function sharedPanels(
  quantities: readonly Quantity[],
  declared: readonly Quantity[],
  label: string,
): SharedPanel[] {
  const byAxis = new Map<string, Quantity[]>();
  for (const quantity of quantities) {
    const key =
      quantity.axis === undefined ? quantity.name : JSON.stringify([quantity.axis, quantity.unit, quantity.scale]);
    byAxis.set(key, [...(byAxis.get(key) ?? []), quantity]);
  }
  const place = (quantity: Quantity) => declared.indexOf(quantity);
  const panels = [...byAxis.values()].map((members) => members.toSorted((a, b) => place(a) - place(b)));
  const shared = panels.some(({ length }) => length > 1);
  return panels.map((members) => {
    const [first] = members as [Quantity];
    const y = axisOf(first);
    return {
      y: members.length > 1 ? { ...y, title: titleOf({ ...first, title: first.axis as string }) } : y,
      curves: members.map((quantity) => ({ quantity, label: (shared ? quantity.curve : undefined) ?? label })),
    };
  });
}

/**
 * The axis of a panel, for its curves: it says what bands and open points are, and what has no place on it. Numbers that
 * are meant to be positive can be negative, as traces of normalized networks before they interpolate. On a log axis only
 * the positive part has a place; where that is the smaller part, the axis is linear. Signs stay with their words where a
 * title is wrapped.
 */
export function axisFor({ title, scale, ...rest }: Axis, curves: readonly Curve[]): Axis {
  const points = curves.flatMap((curve) => curve.points);
  const negative = points.filter(({ y }) => y < 0).length;
  const linear = scale === 'linear' || negative > points.length / 2;
  const parts = [
    title,
    ...(linear || negative === 0 ? [] : ['where > 0']),
    ...(points.some((point) => 'standardError' in point) ? ['±\u00a0standard error'] : []),
    ...(points.some(({ converged }) => converged === false) ? ['○\u00a0not converged'] : []),
  ];
  return { ...rest, title: parts.join(', '), scale: linear ? 'linear' : scale };
}
