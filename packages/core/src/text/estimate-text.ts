import type { Uncertainty } from '../contracts/measurement.ts';

/**
 * A value with its standard error, and a note if it has not converged: `9.7 ± 1.6 (not converged)`.
 *
 * @param digits significant digits of each number
 */
export function estimateText(value: number, { standardError, converged }: Uncertainty = {}, digits = 5): string {
  const text = (number: number) => String(Number(number.toPrecision(digits)));
  const error = standardError === undefined ? '' : ` ± ${text(standardError)}`;
  return `${text(value)}${error}${converged === false ? ' (not converged)' : ''}`;
}
