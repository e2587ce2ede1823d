/*
 * Elementary functions in single precision, four lanes at a time, from + - x / and bit operations alone, which every
 * machine rounds alike. A scalar function is a lane of the one on vectors, so both give the same bits. Errors are in units
 * in the last place of the exact result.
 */

// The functions' numbers lie in memory: from there one instruction brings each into all lanes.
const EXP = memory.data<f32>(
  [
    89, -104, 12582912, 1.442695, 0.693145751953125, 1.42860676533018e-6, 0.00138146279, 0.0083687166, 0.041668389,
    0.166665211, 0.49999994, 1,
  ],
  16,
);
const LOG1P = memory.data<f32>([2, 0.4, 0.559343576, 0.303605646, 0.399578243, 0.666669488, 0.444264948], 16);

/** Functions of vectors. They are methods because only methods can be marked to be inlined, which halves their time. */
class Elementary {
  /**
   * e^z, with an error below 0.7, or 0.8 where the result is subnormal; infinite above 88.72, 0 below -103.97; NaN stays
   * NaN.
   *
   * With z = k log 2 + r, |r| <= log(2) / 2, it is 2^k e^r, and e^r = 1 + r + r^2 p(r) with p of degree 4, minimax. The product
   * of k and the first 16 digits of log 2 is exact, and what 1 + r loses is added to the small terms.
   */
  @inline
  static exp(z: v128): v128 {
    const argument = f32x4.pmax(f32x4.pmin(z, v128.load_splat<f32>(EXP)), v128.load_splat<f32>(EXP, 4));
    // Adding 1.5 x 2^23 rounds to a whole number, which is then in the low bits.
    const shift = v128.load_splat<f32>(EXP, 8);
    const shifted = f32x4.add(f32x4.mul(argument, v128.load_splat<f32>(EXP, 12)), shift);
    const k = f32x4.sub(shifted, shift);
    const r = f32x4.sub(argument, f32x4.mul(k, v128.load_splat<f32>(EXP, 16)));
    const rest = f32x4.mul(k, v128.load_splat<f32>(EXP, 20));
    const x = f32x4.sub(r, rest);
    let p = v128.load_splat<f32>(EXP, 24);
    p = f32x4.add(f32x4.mul(p, x), v128.load_splat<f32>(EXP, 28));
    p = f32x4.add(f32x4.mul(p, x), v128.load_splat<f32>(EXP, 32));
    p = f32x4.add(f32x4.mul(p, x), v128.load_splat<f32>(EXP, 36));
    p = f32x4.add(f32x4.mul(p, x), v128.load_splat<f32>(EXP, 40));
    const one = v128.load_splat<f32>(EXP, 44);
    const sum = f32x4.add(one, r);
    const lost = f32x4.sub(r, f32x4.sub(sum, one));
    const small = f32x4.sub(f32x4.mul(f32x4.mul(x, x), p), rest);
    const power = f32x4.add(sum, f32x4.add(lost, small));
    // 2^k in two factors, each a normal number: k is added to the exponent of 1.
    const exponent = i32x4.sub(shifted, shift);
    const half = i32x4.shr_s(exponent, 1);
    const low = i32x4.add(i32x4.shl(half, 23), one);
    const high = i32x4.add(i32x4.shl(i32x4.sub(exponent, half), 23), one);
    return f32x4.mul(f32x4.mul(power, low), high);
  }

  /**
   * log(1 + x) for 0 <= x <= 1, with an error below 0.95; NaN stays NaN.
   *
   * With s = x / (2 + x) it is 2 s + s z p(z) = x - s x + s z p(z), z = s^2, where p is of degree 2, minimax. From x = 0.4 on it is
   * log(1 + c) more with s = (x - c) / (2 + c + x), where c is such that log(1 + c) happens to be a number in single precision.
   */
  @inline
  static log1p(x: v128): v128 {
    const two = v128.load_splat<f32>(LOG1P);
    const large = f32x4.ge(x, v128.load_splat<f32>(LOG1P, 4));
    const c = v128.and(v128.load_splat<f32>(LOG1P, 8), large);
    const s = f32x4.div(f32x4.sub(x, c), f32x4.add(x, f32x4.add(two, c)));
    const z = f32x4.mul(s, s);
    let p = v128.load_splat<f32>(LOG1P, 12);
    p = f32x4.add(f32x4.mul(p, z), v128.load_splat<f32>(LOG1P, 16));
    p = f32x4.add(f32x4.mul(p, z), v128.load_splat<f32>(LOG1P, 20));
    const main = v128.bitselect(v128.load_splat<f32>(LOG1P, 24), x, large);
    const factor = v128.bitselect(two, f32x4.neg(x), large);
    return f32x4.add(main, f32x4.add(f32x4.mul(s, factor), f32x4.mul(s, f32x4.mul(z, p))));
  }

  /**
   * softplus(z) = log(1 + e^z) = max(z, 0) + log(1 + e^-|z|), with an error below 1.7.
   *
   * @param decay e^-|z|
   */
  @inline
  static softplus(z: v128, decay: v128): v128 {
    return f32x4.add(f32x4.pmax(z, f32x4.splat(0)), Elementary.log1p(decay));
  }

  /**
   * sigma(z) = 1 / (1 + e^-z), the derivative of softplus, with an error below 2.5.
   *
   * @param decay e^-|z|
   */
  @inline
  static sigmoid(z: v128, decay: v128): v128 {
    const one = v128.load_splat<f32>(EXP, 44);
    const numerator = v128.bitselect(decay, one, f32x4.lt(z, f32x4.splat(0)));
    return f32x4.div(numerator, f32x4.add(one, decay));
  }
}

/** e^z of one number. */
export function expOf(z: f32): f32 {
  return f32x4.extract_lane(Elementary.exp(f32x4.splat(z)), 0);
}

/** log(1 + x) of one number. */
export function log1pOf(x: f32): f32 {
  return f32x4.extract_lane(Elementary.log1p(f32x4.splat(x)), 0);
}

/**
 * h <- softplus(a), s <- sigma(a) for lists of `count` entries, a multiple of 4; whole groups of 8 are written. s may be a.
 *
 * Two short loops of two vectors at a time, loads before stores, keep the processor busy.
 */
export function softplusList(a: usize, count: i32, h: usize, s: usize): void {
  const end = (<usize>count) << 2;
  for (let p: usize = 0; p < end; p += 32) {
    const first = Elementary.exp(f32x4.neg(f32x4.abs(v128.load(a + p))));
    const second = Elementary.exp(f32x4.neg(f32x4.abs(v128.load(a + p, 16))));
    v128.store(h + p, first);
    v128.store(h + p, second, 16);
  }
  for (let p: usize = 0; p < end; p += 16) {
    const z = v128.load(a + p);
    const decay = v128.load(h + p);
    v128.store(h + p, Elementary.softplus(z, decay));
    v128.store(s + p, Elementary.sigmoid(z, decay));
  }
}
