/** Tells people how work gets on. */
export interface Reporter {
  /** Says something worth knowing, in a sentence. */
  tell(message: string): void;
  /** Says what should be known though the work goes on: a damaged checkpoint, a report that cannot be written. */
  warn(message: string): void;
  /** Begins to show how far a long work has come. Nothing shows before the first update. */
  begin(label: string): Progress;
}

/** How far a long work has come. */
export interface Progress {
  /**
   * @param fraction of the work that is done
   * @param steps that were computed for it
   * @param free fraction that was done without computing (finished before, or given up), which says nothing about pace
   */
  update(fraction: number, steps: number, free?: number): void;
  /** Stops showing it, until the next update. */
  stop(): void;
}
