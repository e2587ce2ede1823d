/*
 * Vector arithmetic. A vector is `rows` runs of `columns` floats, one run every `stride` floats. So one kernel serves a
 * whole parameter vector, which is one run whose length is a multiple of 16, and a named parameter inside it.
 *
 * Kernels take and return real numbers in SCALAR, because JavaScript would put arguments and results on its heap.
 */

/** The real number that a kernel takes or returns, in double precision. */
export const SCALAR = memory.data(8, 8);

/** x <- value. */
export function fill(value: f32, x: usize, stride: usize, rows: i32, columns: i32): void {
  if (value == 0 && rows == 1) {
    memory.fill(x, 0, (<usize>columns) << 2);
    return;
  }
  const values = f32x4.splat(value);
  for (let row = 0; row < rows; row++, x += stride << 2) {
    const end = x + ((<usize>columns) << 2);
    let p = x;
    for (; p + 64 <= end; p += 64) {
      v128.store(p, values);
      v128.store(p, values, 16);
      v128.store(p, values, 32);
      v128.store(p, values, 48);
    }
    for (; p < end; p += 4) store<f32>(p, value);
  }
}

/** out <- x. */
export function copy(x: usize, xStride: usize, out: usize, outStride: usize, rows: i32, columns: i32): void {
  const size = (<usize>columns) << 2;
  for (let row = 0; row < rows; row++, x += xStride << 2, out += outStride << 2) {
    let p: usize = 0;
    for (; p + 64 <= size; p += 64) {
      v128.store(out + p, v128.load(x + p));
      v128.store(out + p, v128.load(x + p, 16), 16);
      v128.store(out + p, v128.load(x + p, 32), 32);
      v128.store(out + p, v128.load(x + p, 48), 48);
    }
    for (; p < size; p += 4) store<f32>(out + p, load<f32>(x + p));
  }
}

/** x <- SCALAR x. */
export function scale(x: usize, stride: usize, rows: i32, columns: i32): void {
  scaleBy(<f32>load<f64>(SCALAR), x, stride, rows, columns);
}

/** x <- factor x. */
export function scaleBy(factor: f32, x: usize, stride: usize, rows: i32, columns: i32): void {
  const factors = f32x4.splat(factor);
  for (let row = 0; row < rows; row++, x += stride << 2) {
    const end = x + ((<usize>columns) << 2);
    let p = x;
    for (; p + 64 <= end; p += 64) {
      v128.store(p, f32x4.mul(factors, v128.load(p)));
      v128.store(p, f32x4.mul(factors, v128.load(p, 16)), 16);
      v128.store(p, f32x4.mul(factors, v128.load(p, 32)), 32);
      v128.store(p, f32x4.mul(factors, v128.load(p, 48)), 48);
    }
    for (; p < end; p += 4) store<f32>(p, factor * load<f32>(p));
  }
}

/** y <- y + SCALAR x. */
export function axpy(x: usize, xStride: usize, y: usize, yStride: usize, rows: i32, columns: i32): void {
  addScaled(<f32>load<f64>(SCALAR), x, xStride, y, yStride, rows, columns);
}

/** y <- y + factor x. */
export function addScaled(
  factor: f32,
  x: usize,
  xStride: usize,
  y: usize,
  yStride: usize,
  rows: i32,
  columns: i32,
): void {
  const factors = f32x4.splat(factor);
  const size = (<usize>columns) << 2;
  for (let row = 0; row < rows; row++, x += xStride << 2, y += yStride << 2) {
    let p: usize = 0;
    for (; p + 64 <= size; p += 64) {
      v128.store(y + p, f32x4.add(v128.load(y + p), f32x4.mul(factors, v128.load(x + p))));
      v128.store(y + p, f32x4.add(v128.load(y + p, 16), f32x4.mul(factors, v128.load(x + p, 16))), 16);
      v128.store(y + p, f32x4.add(v128.load(y + p, 32), f32x4.mul(factors, v128.load(x + p, 32))), 32);
      v128.store(y + p, f32x4.add(v128.load(y + p, 48), f32x4.mul(factors, v128.load(x + p, 48))), 48);
    }
    for (; p < size; p += 4) store<f32>(y + p, load<f32>(y + p) + factor * load<f32>(x + p));
  }
}

/** SCALAR <- <x, y>, products and sums in double precision. */
export function dot(x: usize, xStride: usize, y: usize, yStride: usize, rows: i32, columns: i32): void {
  const sum =
    x == y && xStride == yStride
      ? sumOfSquares(x, xStride, rows, columns)
      : sumOfProducts(x, xStride, y, yStride, rows, columns);
  store<f64>(SCALAR, sum);
}

function sumOfProducts(x: usize, xStride: usize, y: usize, yStride: usize, rows: i32, columns: i32): f64 {
  const size = (<usize>columns) << 2;
  let sum0 = f64x2.splat(0);
  let sum1 = sum0;
  let sum2 = sum0;
  let sum3 = sum0;
  let rest: f64 = 0;
  for (let row = 0; row < rows; row++, x += xStride << 2, y += yStride << 2) {
    let p: usize = 0;
    for (; p + 32 <= size; p += 32) {
      sum0 = f64x2.add(sum0, f64x2.mul(doubles(x + p), doubles(y + p)));
      sum1 = f64x2.add(sum1, f64x2.mul(doubles(x + p + 8), doubles(y + p + 8)));
      sum2 = f64x2.add(sum2, f64x2.mul(doubles(x + p + 16), doubles(y + p + 16)));
      sum3 = f64x2.add(sum3, f64x2.mul(doubles(x + p + 24), doubles(y + p + 24)));
    }
    for (; p < size; p += 4) rest += <f64>load<f32>(x + p) * <f64>load<f32>(y + p);
  }
  const sums = f64x2.add(f64x2.add(sum0, sum1), f64x2.add(sum2, sum3));
  return f64x2.extract_lane(sums, 0) + f64x2.extract_lane(sums, 1) + rest;
}

/** {@link sumOfProducts} of x and itself in half the time, because most of the time goes into the conversion. */
export function sumOfSquares(x: usize, stride: usize, rows: i32, columns: i32): f64 {
  let sum0 = f64x2.splat(0);
  let sum1 = sum0;
  let sum2 = sum0;
  let sum3 = sum0;
  let rest: f64 = 0;
  for (let row = 0; row < rows; row++, x += stride << 2) {
    const end = x + ((<usize>columns) << 2);
    let p = x;
    for (; p + 32 <= end; p += 32) {
      sum0 = addSquare(sum0, doubles(p));
      sum1 = addSquare(sum1, doubles(p + 8));
      sum2 = addSquare(sum2, doubles(p + 16));
      sum3 = addSquare(sum3, doubles(p + 24));
    }
    for (; p < end; p += 4) rest += <f64>load<f32>(p) * <f64>load<f32>(p);
  }
  const sums = f64x2.add(f64x2.add(sum0, sum1), f64x2.add(sum2, sum3));
  return f64x2.extract_lane(sums, 0) + f64x2.extract_lane(sums, 1) + rest;
}

/** sum + x^2. */
function addSquare(sum: v128, x: v128): v128 {
  return f64x2.add(sum, f64x2.mul(x, x));
}

/** The two floats at an address, in double precision. */
function doubles(p: usize): v128 {
  return f64x2.promote_low_f32x4(v128.load64_zero(p));
}

/** out <- x y, element by element. */
export function multiply(
  x: usize,
  xStride: usize,
  y: usize,
  yStride: usize,
  out: usize,
  outStride: usize,
  rows: i32,
  columns: i32,
): void {
  const size = (<usize>columns) << 2;
  for (let row = 0; row < rows; row++, x += xStride << 2, y += yStride << 2, out += outStride << 2) {
    let p: usize = 0;
    for (; p + 16 <= size; p += 16) v128.store(out + p, f32x4.mul(v128.load(x + p), v128.load(y + p)));
    for (; p < size; p += 4) store<f32>(out + p, load<f32>(x + p) * load<f32>(y + p));
  }
}

/** out <- x / y, element by element, and 0 where x is 0. */
export function divide(
  x: usize,
  xStride: usize,
  y: usize,
  yStride: usize,
  out: usize,
  outStride: usize,
  rows: i32,
  columns: i32,
): void {
  const size = (<usize>columns) << 2;
  for (let row = 0; row < rows; row++, x += xStride << 2, y += yStride << 2, out += outStride << 2) {
    let p: usize = 0;
    for (; p + 16 <= size; p += 16) {
      const numerator = v128.load(x + p);
      const zero = f32x4.eq(numerator, f32x4.splat(0));
      v128.store(out + p, v128.andnot(f32x4.div(numerator, v128.load(y + p)), zero));
    }
    for (; p < size; p += 4) {
      const numerator = load<f32>(x + p);
      store<f32>(out + p, numerator == 0 ? 0 : numerator / load<f32>(y + p));
    }
  }
}

/** out <- |x|, element by element. */
export function abs(x: usize, xStride: usize, out: usize, outStride: usize, rows: i32, columns: i32): void {
  const size = (<usize>columns) << 2;
  for (let row = 0; row < rows; row++, x += xStride << 2, out += outStride << 2) {
    let p: usize = 0;
    for (; p + 16 <= size; p += 16) v128.store(out + p, f32x4.abs(v128.load(x + p)));
    for (; p < size; p += 4) store<f32>(out + p, Mathf.abs(load<f32>(x + p)));
  }
}

/** out <- sqrt(x), element by element. */
export function sqrt(x: usize, xStride: usize, out: usize, outStride: usize, rows: i32, columns: i32): void {
  const size = (<usize>columns) << 2;
  for (let row = 0; row < rows; row++, x += xStride << 2, out += outStride << 2) {
    let p: usize = 0;
    for (; p + 16 <= size; p += 16) v128.store(out + p, f32x4.sqrt(v128.load(x + p)));
    for (; p < size; p += 4) store<f32>(out + p, Mathf.sqrt(load<f32>(x + p)));
  }
}
