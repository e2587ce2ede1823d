import { exp, log1p } from '@sharpness-lab/core';

/** softplus(z) = log(1 + e^z), in double precision and without overflow. */
export function softplus(z: number): number {
  return Math.max(z, 0) + log1p(exp(-Math.abs(z)));
}

/** sigma(z) = 1 / (1 + e^-z), the derivative of softplus; accurate to the last digits where it is close to 0. */
export function sigmoid(z: number): number {
  const decay = exp(-Math.abs(z));
  return (z < 0 ? decay : 1) / (1 + decay);
}

/** sigma'(z) = sigma(z) (1 - sigma(z)); accurate to the last digits where it is close to 0. */
export function sigmoidSlope(z: number): number {
  const decay = exp(-Math.abs(z));
  const sum = 1 + decay;
  return decay / (sum * sum);
}
