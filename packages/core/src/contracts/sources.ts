/** Reads the files that plugins declare as their sources. */
export interface SourceReader {
  /**
   * @param location a path or an address, as the configuration has it
   * @throws Error that says in words why it cannot be read
   */
  read(location: string): Promise<Uint8Array>;
}

/** The content of a file. */
export interface Content {
  readonly bytes: Uint8Array;
  /** SHA-256 in hexadecimal digits. */
  readonly sha256: string;
}

/** The contents of files by their locations, each read once. */
export type Contents = ReadonlyMap<string, Content>;

/** A file that a plugin in a configuration declares as its source. */
export interface Source {
  /**
   * The path of the option that is the location, such as `dataset.file`; of a source that is no option, the path of the
   * plugin and the name of the source.
   */
  readonly key: string;
  readonly location: string;
  /** Whether an option of the plugin is the location. */
  readonly isOption: boolean;
}
