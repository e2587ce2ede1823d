/** The package a plugin came from. */
export interface Origin {
  readonly name: string;
  readonly version: string;
  /** The file or folder it is, of a package that was found by path. */
  readonly path?: string;
}

/** The version of packages that are given to a lab without one. */
export const UNKNOWN_VERSION = 'unknown';

/** The origin of plugins that are given to a lab without their package. */
export const IN_CODE: Origin = { name: 'in-code', version: UNKNOWN_VERSION };

/** What messages call a package: its name and, for one found by path, where it lies. */
export function originName({ name, path }: Origin): string {
  return path === undefined ? name : `${name} (${path})`;
}
