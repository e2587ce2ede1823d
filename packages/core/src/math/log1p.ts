import { powerOfTwo } from './bits.ts';
import { logAtLimits } from './log.ts';
import { logOfRatio, logParts } from './log-parts.ts';

/** Below it ln(1 + x) rounds to x. */
const TINY = powerOfTwo(-54);

/** The two parts of a logarithm, read back before the next call. */
const parts = new Float64Array(2);

/**
 * ln(1 + x), with an error below 0.51 ulp (units in the last place), the same bits on every JavaScript engine: near 0
 * by the series of {@link logParts} in x itself, elsewhere ln u + c / u with u = 1 + x rounded and c its rounding error.
 *
 * log1p(-0) = -0, log1p(-1) = -Infinity, log1p(Infinity) = Infinity, log1p(x) = NaN for x < -1 and for NaN.
 */
export function log1p(x: number): number {
  if (Math.abs(x) < TINY) return x;
  if (x > -0.13 && x < 0.22) {
    logOfRatio(x, 1, parts);
    return (parts[0] as number) + (parts[1] as number);
  }
  const u = 1 + x;
  if (!(u > 0) || u === Number.POSITIVE_INFINITY) return logAtLimits(u);
  const c = x < 1 ? x - (u - 1) : 1 - (u - x);
  logParts(u, parts);
  return (parts[0] as number) + ((parts[1] as number) + c / u);
}
