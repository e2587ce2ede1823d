import type { Uncertainty } from '../contracts/measurement.ts';
import { formatSignificant } from './numbers.ts';

/**
 * A value with its standard error, and a note if it has not converged: `9.7 ± 1.6 (not converged)`.
 *
 * @param digits significant digits of each number
 */
export function estimateText(value: number, { standardError, converged }: Uncertainty = {}, digits = 5): string {
  const error = standardError === undefined ? '' : ` ± ${formatSignificant(standardError, digits)}`;
  return `${formatSignificant(value, digits)}${error}${converged === false ? ' (not converged)' : ''}`;
}
