/** A number for a table: six significant digits, without zeros at the end. */
export function digits(value: number): string {
  if (Number.isInteger(value) && Math.abs(value) < 1e15) return `${value}`;
  return `${Number(value.toPrecision(6))}`;
}
