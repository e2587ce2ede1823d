import { sep } from 'node:path';

/** What no shell takes apart or reads otherwise; a backslash is one only where it separates folders. */
const plain = sep === '\\' ? /^[\w./@:+\\-]+$/ : /^[\w./@:+-]+$/;

/** A path as one word of a command line, to be copied from a text: in quotes where it takes them. */
export function shellWord(path: string): string {
  return plain.test(path) ? path : singleQuoted(path);
}

/** A text in single quotes, as bash and zsh read them. */
export function singleQuoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
