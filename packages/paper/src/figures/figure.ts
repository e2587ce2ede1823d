import type { Claim, FinishedRun } from '../claims/index.ts';

/** A figure of the paper: what its panels show, and what is said about them. */
export interface Figure {
  /** For example `fig4`. */
  readonly name: string;
  /** What each panel shows, by its name. */
  readonly panels: Readonly<Record<string, string>>;
  /** What is claimed; an id starts with the name of its panel. */
  readonly claims: readonly Claim[];
  /** A further table on the runs that completed, as plain text. */
  table?(completed: readonly FinishedRun[]): string | undefined;
}
