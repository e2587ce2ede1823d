/**
 * The place of an error in a package of plugins: ` (usam.ts, line 12)`, or an empty text when its stack does not tell.
 *
 * @param path the file or folder of the package; for a file, other files in its folder count too
 */
export function placeOf(error: unknown, path: string): string {
  const folder = /\.[cm]?[jt]sx?$/.test(path) ? path.replace(/[^\\/]*$/, '') : `${path}/`;
  const { stack = '' } = error instanceof Error ? error : {};
  for (const line of stack.split('\n')) {
    const [, file, row] = /(?:^|[\s(])((?:file:\/\/|[A-Za-z]:[\\/]|\/)[^()]*?):(\d+)(?::\d+)?\)?\s*$/.exec(line) ?? [];
    if (file === undefined) continue;
    const plain = file.startsWith('file:') ? decodeURIComponent(new URL(file).pathname) : file;
    if (plain.startsWith(folder) && !plain.slice(folder.length).startsWith('node_modules')) {
      return ` (${plain.slice(folder.length)}, line ${row})`;
    }
  }
  return '';
}
