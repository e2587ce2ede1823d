/*
 * Elementary functions in single precision, four lanes at a time, from + - x / and bit operations alone, which every
 * machine rounds alike. A scalar function is a lane of the one on vectors, so both give the same bits. Errors are in units
 * in the last place of the exact result.
 */

/**
 * e^z, with an error below 0.7, or 0.8 where the result is subnormal; infinite above 88.72, 0 below -103.97; NaN stays NaN.
 *
 * With z = k log 2 + r, |r| <= log(2) / 2, it is 2^k e^r, and e^r = 1 + r + r^2 p(r) with p of degree 4, minimax. The product of k
 * and the first 16 digits of log 2 is exact, and what 1 + r loses is added to the small terms.
 */
export function exp(z: v128): v128 {
  const argument = f32x4.pmax(f32x4.pmin(z, f32x4.splat(89)), f32x4.splat(-104));
  // Adding 1.5 x 2^23 rounds to a whole number, which is then in the low bits.
  const shift = f32x4.splat(12582912);
  const shifted = f32x4.add(f32x4.mul(argument, f32x4.splat(1.442695)), shift);
  const k = f32x4.sub(shifted, shift);
  const r = f32x4.sub(argument, f32x4.mul(k, f32x4.splat(0.693145751953125)));
  const rest = f32x4.mul(k, f32x4.splat(1.42860676533018e-6));
  const x = f32x4.sub(r, rest);
  let p = f32x4.splat(0.00138146279);
  p = f32x4.add(f32x4.mul(p, x), f32x4.splat(0.0083687166));
  p = f32x4.add(f32x4.mul(p, x), f32x4.splat(0.041668389));
  p = f32x4.add(f32x4.mul(p, x), f32x4.splat(0.166665211));
  p = f32x4.add(f32x4.mul(p, x), f32x4.splat(0.49999994));
  const one = f32x4.splat(1);
  const sum = f32x4.add(one, r);
  const lost = f32x4.sub(r, f32x4.sub(sum, one));
  const small = f32x4.sub(f32x4.mul(f32x4.mul(x, x), p), rest);
  const power = f32x4.add(sum, f32x4.add(lost, small));
  // 2^k in two factors, each a normal number.
  const exponent = i32x4.sub(shifted, shift);
  const half = i32x4.shr_s(exponent, 1);
  return f32x4.mul(f32x4.mul(power, powerOfTwo(half)), powerOfTwo(i32x4.sub(exponent, half)));
}

/** e^z of one number. */
export function expOf(z: f32): f32 {
  return f32x4.extract_lane(exp(f32x4.splat(z)), 0);
}

/** 2^k for integers -126 <= k <= 127. */
function powerOfTwo(k: v128): v128 {
  return i32x4.shl(i32x4.add(k, i32x4.splat(127)), 23);
}

/**
 * log(1 + x) for 0 <= x <= 1, with an error below 0.95; NaN stays NaN.
 *
 * With s = x / (2 + x) it is 2 s + s z p(z) = x - s x + s z p(z), z = s^2, where p is of degree 2, minimax. From x = 0.4 on it is
 * log(1 + c) more with s = (x - c) / (2 + c + x), where c is such that log(1 + c) happens to be a number in single precision.
 */
export function log1p(x: v128): v128 {
  const two = f32x4.splat(2);
  const large = f32x4.ge(x, f32x4.splat(0.4));
  const c = v128.and(f32x4.splat(0.559343576), large);
  const s = f32x4.div(f32x4.sub(x, c), f32x4.add(x, f32x4.add(two, c)));
  const z = f32x4.mul(s, s);
  let p = f32x4.splat(0.303605646);
  p = f32x4.add(f32x4.mul(p, z), f32x4.splat(0.399578243));
  p = f32x4.add(f32x4.mul(p, z), f32x4.splat(0.666669488));
  const main = v128.bitselect(f32x4.splat(0.444264948), x, large);
  const factor = v128.bitselect(two, f32x4.neg(x), large);
  return f32x4.add(main, f32x4.add(f32x4.mul(s, factor), f32x4.mul(s, f32x4.mul(z, p))));
}

/** log(1 + x) of one number. */
export function log1pOf(x: f32): f32 {
  return f32x4.extract_lane(log1p(f32x4.splat(x)), 0);
}

/**
 * softplus(z) = log(1 + e^z) = max(z, 0) + log(1 + e^-|z|), with an error below ?.
 *
 * @param decay e^-|z|
 */
export function softplus(z: v128, decay: v128): v128 {
  return f32x4.add(f32x4.pmax(z, f32x4.splat(0)), log1p(decay));
}

/**
 * sigma(z) = 1 / (1 + e^-z), the derivative of softplus, with an error below ?.
 *
 * @param decay e^-|z|
 */
export function sigmoid(z: v128, decay: v128): v128 {
  const one = f32x4.splat(1);
  const numerator = v128.bitselect(decay, one, f32x4.lt(z, f32x4.splat(0)));
  return f32x4.div(numerator, f32x4.add(one, decay));
}
