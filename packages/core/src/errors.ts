import { distance } from 'fastest-levenshtein';

/** What went wrong: the configuration, a plugin, the chosen engine, or the place where results are kept. */
export type LabErrorKind = 'config' | 'plugin' | 'engine' | 'store';

/**
 * An error that the user can act on. Its message is complete as it stands: the value, what was expected and, where
 * there is one, the way out. Programs print the message alone, without a stack trace.
 */
export class LabError extends Error {
  override readonly name = 'LabError';
  readonly kind: LabErrorKind;

  constructor(kind: LabErrorKind, message: string, options?: ErrorOptions) {
    super(message, options);
    this.kind = kind;
  }
}

/** The message of anything that was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/**
 * ` (did you mean "sam"?)` for the candidate nearest to `value` in edit distance, whatever the case of letters, or ``
 * when none is near: when more than two letters and more than a third of the word differ, or all of it.
 */
export function didYouMean(value: string, candidates: readonly string[]): string {
  const edits = (candidate: string) => distance(value.toLowerCase(), candidate.toLowerCase());
  // Between equally near ones, the one with the letters of the word: "sma" is rather "sam" than "sgd".
  const shared = (candidate: string) => [...candidate].filter((letter) => value.includes(letter)).length;
  const [nearest] = candidates.toSorted((a, b) => edits(a) - edits(b) || shared(b) - shared(a));
  if (nearest === undefined || edits(nearest) >= value.length) return '';
  return edits(nearest) <= Math.max(2, Math.floor(value.length / 3)) ? ` (did you mean "${nearest}"?)` : '';
}
