import type { Claim, FinishedRun } from '../claims/index.ts';

/** A figure of the paper: its panels, and the claims about them. */
export interface Figure {
  /** For example `fig4`. */
  readonly name: string;
  /** The title of each panel, by its name. */
  readonly panels: Readonly<Record<string, string>>;
  /** The claims. An id starts with the name of its panel. */
  readonly claims: readonly Claim[];
  /** A further table on the runs that completed, as plain text. */
  table?(completed: readonly FinishedRun[]): string | undefined;
}
