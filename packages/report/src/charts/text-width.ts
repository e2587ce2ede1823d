/**
 * The approximate width in pixels of a note in a chart, to place it clear of other marks. The charts are made without
 * the font; the value is the mean of Inter at 11 px over English text, slightly too wide.
 */
export function textWidth(text: string): number {
  return [...text].length * 6.1;
}
