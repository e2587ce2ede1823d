import { wrapWords } from '@sharpness-lab/core';
import { textWidth } from './text-width.ts';

/**
 * A title in the fewest lines that keep it below a length in pixels, with about equal lengths, broken between words.
 */
export function wrapped(title: string, length: number): string | string[] {
  // Titles of axes are set in 12 px, notes in 11.
  const width = (textWidth(title) * 12) / 11;
  const fewest = wrapWords(title, (length / width) * title.length).length;
  for (let letters = Math.ceil(title.length / fewest); letters < title.length; letters++) {
    const lines = wrapWords(title, letters);
    if (lines.length <= fewest) return lines;
  }
  return title;
}
