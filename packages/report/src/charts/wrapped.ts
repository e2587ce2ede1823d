import { textWidth } from './text-width.ts';

/**
 * A title in the fewest lines that keep it below a length in pixels, with about equal lengths, broken between words.
 */
export function wrapped(title: string, length: number): string | string[] {
  // Titles of axes are set in 12 px, notes in 11.
  const width = (textWidth(title) * 12) / 11;
  const fewest = broken(title, (length / width) * title.length).length;
  for (let letters = Math.ceil(title.length / fewest); letters < title.length; letters++) {
    const lines = broken(title, letters);
    if (lines.length <= fewest) return lines;
  }
  return title;
}

/** Lines of at most so many letters. A longer word has a line of its own. */
function broken(title: string, letters: number): string[] {
  const lines: string[] = [];
  for (const word of title.split(' ')) {
    const last = lines.pop();
    if (last === undefined) lines.push(word);
    else if (last.length + 1 + word.length <= letters) lines.push(`${last} ${word}`);
    else lines.push(last, word);
  }
  return lines;
}
