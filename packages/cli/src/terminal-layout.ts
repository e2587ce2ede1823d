import type { Layout } from './metric-table.ts';

const DEFAULT_COLUMNS = 80;

/** What standard output has room for. Files and pipes get what a terminal of 80 columns gets. */
export function terminalLayout(): Layout {
  const { isTTY, columns } = process.stdout;
  if (!isTTY) return { columns: DEFAULT_COLUMNS, blocks: true };
  return { columns: columns ?? DEFAULT_COLUMNS, blocks: showsBlocks(process.env) };
}

/** Whether a terminal shows block characters, as far as it says so: not if it is dumb, or its locale is not UTF-8. */
export function showsBlocks({ TERM, LC_ALL, LC_CTYPE, LANG }: NodeJS.ProcessEnv): boolean {
  const locale = LC_ALL || LC_CTYPE || LANG;
  return TERM !== 'dumb' && (locale === undefined || locale === '' || /utf-?8/i.test(locale));
}
