import { textWidth } from './text-width.ts';

/** A title in as few lines as make it no longer than some pixels, about equally long, broken between words. */
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

/** Each line takes as many words as it has letters for, and one at least. */
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
