/** The package of a plugin. */
export interface Origin {
  readonly name: string;
  readonly version: string;
  /** The file or folder of a package that was found by path. */
  readonly path?: string;
}

/** The origin of plugins that a lab gets without their package. */
export const IN_CODE: Origin = { name: 'in-code', version: 'unknown' };

/** The name of a package in messages: its name and, if it was found by path, the path. */
export function originName({ name, path }: Origin): string {
  return path === undefined ? name : `${name} (${path})`;
}
