/** Rows of two cells for a table of `columns` characters. A second cell that is too long goes on in further rows. */
export function hangingRows(rows: readonly (readonly [string, string])[], columns: number): string[][] {
  const room = columns - 2 - Math.max(...rows.map(([label]) => label.length));
  return rows.flatMap(([label, text]) => wrapped(text, room).map((line, index) => [index === 0 ? label : '', line]));
}

/** Lines of at most `width` characters, broken at spaces; longer words have lines of their own. */
function wrapped(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const longer = `${lines.at(-1)} ${word}`;
    if (lines.length > 0 && longer.length <= width) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}
