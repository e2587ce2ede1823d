/** Text as Markdown that shows every letter as it is, also in tables. */
export function escaped(text: string): string {
  return text.replace(/[\\`*_[\]<>|$]/g, '\\$&').replaceAll('{', '&#123;');
}

/** Text as code, also in tables. */
export function code(text: string): string {
  return text === '' ? '' : `\`${text.replaceAll('|', '\\|')}\``;
}

/** A Markdown table; its cells are Markdown. */
export function table(headings: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(headings), line(headings.map(() => '---')), ...rows.map(line), ''].join('\n');
}
