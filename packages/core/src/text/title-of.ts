import type { Quantity } from '../contracts/quantity.ts';

/** The title of a quantity with its unit, as axes and tables have it: `speed v (m/s)`. */
export function titleOf({ title, unit }: Pick<Quantity, 'title' | 'unit'>): string {
  return unit === undefined ? title : `${title} (${unit})`;
}
