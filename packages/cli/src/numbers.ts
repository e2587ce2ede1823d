const grouped = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });
const rounded = new Intl.NumberFormat('en-US', { maximumSignificantDigits: 3 });

/** `1,234,567`. */
export function formatCount(value: number): string {
  return grouped.format(value);
}

/** Three significant digits: `324,000`, `0.00123`. */
export function formatRounded(value: number): string {
  return rounded.format(value);
}
