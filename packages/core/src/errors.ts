import { distance } from 'fastest-levenshtein';

/** The source of an error: the configuration, a plugin, the chosen engine, or the place of the results. */
export type LabErrorKind = 'config' | 'plugin' | 'engine' | 'store';

/**
 * An error that the user can act on. Its message is complete: the value, what was expected and, if there is one, the
 * way out. Programs print the message alone, without a stack trace.
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
 * ` (did you mean "sam"?)` for the candidate nearest to `value` in edit distance, without regard to upper and lower
 * case. It is `` when no candidate is near. A candidate is not near if more than two letters and more than a third of
 * the word differ, or all letters.
 */
export function didYouMean(value: string, candidates: readonly string[]): string {
  const edits = (candidate: string) => distance(value.toLowerCase(), candidate.toLowerCase());
  // Among equally near candidates, the one with the same letters wins: "sma" gives "sam" and not "sgd".
  const shared = (candidate: string) => [...candidate].filter((letter) => value.includes(letter)).length;
  const [nearest] = candidates.toSorted((a, b) => edits(a) - edits(b) || shared(b) - shared(a));
  if (nearest === undefined || edits(nearest) >= value.length) return '';
  return edits(nearest) <= Math.max(2, Math.floor(value.length / 3)) ? ` (did you mean "${nearest}"?)` : '';
}
