/** The part of semver that is used here; the package brings no types. */
declare module 'semver' {
  /** Whether a version lies in a range. */
  export function satisfies(version: string, range: string, options: { readonly includePrerelease: boolean }): boolean;
  /** The range in another form; null for a text that is no range. */
  export function validRange(range: string): string | null;
}
