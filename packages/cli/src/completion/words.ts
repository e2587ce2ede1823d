/** The words, and the files or folders, that can stand in a place of the command line. */
export interface Words {
  readonly words?: readonly string[];
  readonly paths?: 'files' | 'folders';
}

/** An option as it is completed. */
export interface CompletedOption {
  /** `--seed`, or `-V` and `--version`. */
  readonly flags: readonly string[];
  readonly description: string;
  /** The possible values of an option with a value. */
  readonly value?: Words;
}

/** A command as it is completed. */
export interface CompletedCommand {
  readonly name: string;
  readonly summary: string;
  readonly options: readonly CompletedOption[];
  /** The possible values of each argument, in order. Those of a variadic argument, which is the last, are repeated. */
  readonly arguments: readonly { readonly variadic: boolean; readonly value: Words }[];
}
