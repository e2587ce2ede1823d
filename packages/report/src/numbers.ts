const plain = new Intl.NumberFormat('en', { maximumSignificantDigits: 4 });
const scientific = new Intl.NumberFormat('en', { maximumSignificantDigits: 4, notation: 'scientific' });

/** A number for readers: four significant digits, 12,340 and 0.001234 but 1.234e-9. */
export function brief(value: number): string {
  const size = Math.abs(value);
  return (size !== 0 && (size < 1e-4 || size >= 1e9) ? scientific : plain).format(value).toLowerCase();
}

/** A whole number with all its digits: 123,456. */
export function whole(value: number): string {
  return value.toLocaleString('en');
}
