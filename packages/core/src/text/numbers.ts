// No formatter is made when a program starts: the first Intl.NumberFormat takes 15 ms.

/** All digits of a whole number: `1,234,567`. */
export function formatCount(value: number): string {
  return value.toLocaleString('en-US', { maximumFractionDigits: 0 });
}

/** Three significant digits: `324,000`, `0.00123`. */
export function formatRounded(value: number): string {
  return value.toLocaleString('en-US', { maximumSignificantDigits: 3 });
}

/** So many significant digits, 1 to 100, without zeros at their end and as short as JavaScript writes it: `0.5`, `1e-9`. */
export function formatSignificant(value: number, digits: number): string {
  return String(Number(value.toPrecision(digits)));
}
