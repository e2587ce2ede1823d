/** Everything that determines the numbers of a run, and its hash. */
export interface RunIdentity {
  /** The first 12 hexadecimal digits of the SHA-256 of all other properties. */
  readonly runId: string;
  /** The configuration without keys that do not influence results. */
  readonly config: unknown;
  readonly engine: {
    readonly name: string;
    readonly options: unknown;
    readonly paths: readonly string[];
    readonly fingerprint?: string;
  };
  /** Package name to version, for all packages that took part. */
  readonly versions: Readonly<Record<string, string>>;
}
