import { closest, distance } from 'fastest-levenshtein';

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
 * ` (did you mean "sam"?)` for the candidate nearest to `value` in edit distance, or `` when none is near
 * (more than two edits, and more than a third of the word).
 */
export function didYouMean(value: string, candidates: readonly string[]): string {
  if (candidates.length === 0) return '';
  const nearest = closest(value, candidates);
  const edits = distance(value, nearest);
  return edits <= Math.max(2, Math.floor(value.length / 3)) ? ` (did you mean "${nearest}"?)` : '';
}
