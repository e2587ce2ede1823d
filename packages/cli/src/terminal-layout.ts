import type { Layout } from './metric-table.ts';

const DEFAULT_COLUMNS = 80;

/** The layout for standard output. Files and pipes get the layout of a terminal with 80 columns. */
export function terminalLayout(): Layout {
  const { isTTY, columns } = process.stdout;
  if (!isTTY) return { columns: DEFAULT_COLUMNS, blocks: true };
  return { columns: columns ?? DEFAULT_COLUMNS, blocks: showsBlocks(process.env) };
}

/** Whether the terminal shows block characters. It does not if it is dumb, or if its locale is not UTF-8. */
export function showsBlocks({ TERM, LC_ALL, LC_CTYPE, LANG }: NodeJS.ProcessEnv): boolean {
  const locale = LC_ALL || LC_CTYPE || LANG;
  return TERM !== 'dumb' && (locale === undefined || locale === '' || /utf-?8/i.test(locale));
}
