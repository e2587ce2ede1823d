import { textWidth } from './text-width.ts';

/** A title in as many lines as it needs to be no longer than some pixels, broken between words. */
export function wrapped(title: string, length: number): string | string[] {
  // Titles of axes are set in 12 px, notes in 11.
  const fits = (line: string) => textWidth(line) * (12 / 11) <= length;
  const lines: string[] = [];
  for (const word of title.split(' ')) {
    const last = lines.pop();
    if (last === undefined) lines.push(word);
    else if (fits(`${last} ${word}`)) lines.push(`${last} ${word}`);
    else lines.push(last, word);
  }
  return lines.length > 1 ? lines : title;
}
