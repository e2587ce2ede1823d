/** |measured / expected - 1|. */
export function relativeError(measured: number | undefined, expected: number): number {
  return measured === undefined ? Number.NaN : Math.abs(measured / expected - 1);
}
