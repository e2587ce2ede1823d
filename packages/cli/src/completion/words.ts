/** What can stand in a place of the command line: these words, and files or folders. */
export interface Words {
  readonly words?: readonly string[];
  readonly paths?: 'files' | 'folders';
}

/** An option as it is completed. */
export interface CompletedOption {
  /** `--seed`, or `-V` and `--version`. */
  readonly flags: readonly string[];
  readonly description: string;
  /** Of an option with a value, what the value can be. */
  readonly value?: Words;
}

/** A command as it is completed. */
export interface CompletedCommand {
  readonly name: string;
  readonly summary: string;
  readonly options: readonly CompletedOption[];
  /** What its arguments can be, in order; of a variadic one, the last, every further one. */
  readonly arguments: readonly { readonly variadic: boolean; readonly value: Words }[];
}
