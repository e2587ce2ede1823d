import type { Layout } from './metric-table.ts';

const DEFAULT_COLUMNS = 80;

/** The layout for standard output. Files and pipes get the layout of a terminal with 80 columns. */
export function terminalLayout(): Layout {
  if (!process.stdout.isTTY) return { columns: DEFAULT_COLUMNS, blocks: true };
  return { columns: columnsOf(process.stdout), blocks: showsBlocks(process.env) };
}

/** The width of a terminal. One that does not know it, because it says 0, counts as one of 80 columns. */
export function columnsOf({ columns }: { readonly columns?: number }): number {
  return columns || DEFAULT_COLUMNS;
}

/** Whether the terminal shows block characters. It does not if it is dumb, or if its locale is not UTF-8. */
export function showsBlocks({ TERM, LC_ALL, LC_CTYPE, LANG }: NodeJS.ProcessEnv): boolean {
  const locale = LC_ALL || LC_CTYPE || LANG;
  return TERM !== 'dumb' && (locale === undefined || locale === '' || /utf-?8/i.test(locale));
}
