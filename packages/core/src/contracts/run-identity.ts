/** Everything that determines the numbers of a run, and its hash. */
export interface RunIdentity {
  /** The first 12 hexadecimal digits of the SHA-256 of `config`, `engine` and `versions`. */
  readonly runId: string;
  /**
   * The configuration without keys that do not influence results. Instead of the location of a file that a plugin reads
   * it has the file's SHA-256.
   */
  readonly config: unknown;
  readonly engine: {
    readonly name: string;
    readonly options: unknown;
    readonly paths: readonly string[];
    readonly fingerprint?: string;
  };
  /** Package name to version, for all packages that took part. */
  readonly versions: Readonly<Record<string, string>>;
  /**
   * The SHA-256 of each file that a plugin reads, in hexadecimal digits, by the path of the option that is the file's
   * location, such as `dataset.file`. Absent where none does.
   */
  readonly sources?: Readonly<Record<string, string>>;
}
