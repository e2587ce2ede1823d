import type { Uncertainty } from '@sharpness-lab/core';

/** A number with this many significant digits, five unless told otherwise. */
export function digits(value: number, count = 5): string {
  return String(Number(value.toPrecision(count)));
}

/** A value with how well it is known: `9.7 ± 1.6 (not converged)`. */
export function valueText(value: number, { standardError, converged }: Uncertainty = {}, count = 5): string {
  const error = standardError === undefined ? '' : ` ± ${digits(standardError, count)}`;
  return `${digits(value, count)}${error}${converged === false ? ' (not converged)' : ''}`;
}
