/** How fast work goes on, in words. */
export interface Pace {
  /** Steps a second. */
  readonly rate: string;
  /** The time that is left. */
  readonly left: string;
}

/** The lengths between which the bar fills the room that the text leaves. */
const [SHORTEST_BAR, LONGEST_BAR] = [5, 20];

/**
 * A line that shows how far work has come, for example `fig4b ██████░░░░  60%  154,000 steps/s  2 s left`. On narrow
 * terminals the bar is shorter, and then the pace and at last the end of the label are left out.
 *
 * @param fraction of the work that is done, from 0 to 1
 * @param columns the greatest length
 */
export function progressLine(label: string, fraction: number, { rate, left }: Pace, columns: number): string {
  const percent = `${Math.floor(100 * fraction)}%`.padStart(4);
  const texts = [`${percent}  ${rate} steps/s  ${left} left`, `${percent}  ${left} left`, percent];
  for (const text of texts) {
    const room = columns - label.length - text.length - 2;
    if (room >= SHORTEST_BAR) return `${label} ${bar(fraction, Math.min(room, LONGEST_BAR))} ${text}`;
  }
  return `${label.slice(0, Math.max(0, columns - percent.length))}${percent}`;
}

function bar(fraction: number, length: number): string {
  const done = Math.round(fraction * length);
  return `${'█'.repeat(done)}${'░'.repeat(length - done)}`;
}
