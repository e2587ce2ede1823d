/** Scratch to look at the bits of a number, big-endian on every machine. */
const view = new DataView(new ArrayBuffer(8));

const SMALLEST_EXPONENT = -1022;
const LARGEST_EXPONENT = 1023;

/** The powers of two that are normal numbers: faster to look up than to assemble from bits. */
const powers = new Float64Array(LARGEST_EXPONENT - SMALLEST_EXPONENT + 1);
for (let exponent = 0, power = 1; exponent <= LARGEST_EXPONENT; exponent++, power *= 2) {
  powers[exponent - SMALLEST_EXPONENT] = power;
  if (exponent <= -SMALLEST_EXPONENT) powers[-exponent - SMALLEST_EXPONENT] = 1 / power;
}

/** 2^exponent for a whole exponent from -1022 to 1023. */
export function powerOfTwo(exponent: number): number {
  return powers[exponent - SMALLEST_EXPONENT] as number;
}

/** The whole k with 2^k <= x < 2^(k + 1), for positive normal x. */
export function exponentOf(x: number): number {
  view.setFloat64(0, x);
  return (view.getInt32(0) >> 20) - LARGEST_EXPONENT;
}

/** x / 2^k in [1, 2), for positive normal x and k = {@link exponentOf} x. */
export function significandOf(x: number): number {
  view.setFloat64(0, x);
  return 1 + (view.getInt32(0) & 0xfffff) * 2 ** -20 + view.getUint32(4) * 2 ** -52;
}
