/** The arithmetic mean; NaN for an empty list, and where a value is NaN. */
export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
