const plain = new Intl.NumberFormat('en', { maximumSignificantDigits: 4 });
const scientific = new Intl.NumberFormat('en', { maximumSignificantDigits: 4, notation: 'scientific' });

/** A number for readers: four significant digits, 12,340 and 0.001234 but 1.234e-9. */
export function brief(value: number): string {
  const size = Math.abs(value);
  return (size !== 0 && (size < 1e-4 || size >= 1e9) ? scientific : plain).format(value).toLowerCase();
}

/** The smallest and the largest of some numbers, `1.5 to 2`, or the one that all of them are. */
export function rangeText(values: readonly number[]): string {
  const [low, high] = [brief(Math.min(...values)), brief(Math.max(...values))];
  return low === high ? low : `${low} to ${high}`;
}
