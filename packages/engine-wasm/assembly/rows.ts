/*
 * Rows of a matrix picked by an index list. `stride` is the length of a row in floats, a multiple of 8.
 */

/** out[k] <- matrix[index[k]], for k < count. */
export function gatherRows(matrix: usize, stride: usize, index: usize, count: i32, out: usize): void {
  const rowBytes = stride << 2;
  for (const end = index + ((<usize>count) << 2); index < end; index += 4) {
    let p = matrix + <usize>load<u32>(index) * rowBytes;
    for (const rowEnd = p + rowBytes; p < rowEnd; p += 32, out += 32) {
      v128.store(out, v128.load(p));
      v128.store(out, v128.load(p, 16), 16);
    }
  }
}

/**
 * out <- the transpose of the first `rows` rows of a matrix, then zeros: stride x padded.
 *
 * @param padded a multiple of 4, at least `rows`
 */
export function transpose(matrix: usize, stride: usize, rows: i32, out: usize, padded: i32): void {
  const rowBytes = stride << 2;
  const outBytes = (<usize>padded) << 2;
  const zero = f32x4.splat(0);
  for (let i = 0; i < padded; i += 4, matrix += rowBytes << 2, out += 16) {
    let q = out;
    for (let p = matrix; p < matrix + rowBytes; p += 16, q += outBytes << 2) {
      const a = i < rows ? v128.load(p) : zero;
      const b = i + 1 < rows ? v128.load(p + rowBytes) : zero;
      const c = i + 2 < rows ? v128.load(p + rowBytes * 2) : zero;
      const d = i + 3 < rows ? v128.load(p + rowBytes * 3) : zero;
      const ab = v128.shuffle<f32>(a, b, 0, 4, 1, 5);
      const cd = v128.shuffle<f32>(c, d, 0, 4, 1, 5);
      const abEnd = v128.shuffle<f32>(a, b, 2, 6, 3, 7);
      const cdEnd = v128.shuffle<f32>(c, d, 2, 6, 3, 7);
      v128.store(q, v128.shuffle<f32>(ab, cd, 0, 1, 4, 5));
      v128.store(q + outBytes, v128.shuffle<f32>(ab, cd, 2, 3, 6, 7));
      v128.store(q + outBytes * 2, v128.shuffle<f32>(abEnd, cdEnd, 0, 1, 4, 5));
      v128.store(q + outBytes * 3, v128.shuffle<f32>(abEnd, cdEnd, 2, 3, 6, 7));
    }
  }
}

/** out <- coefficients x', one row a coefficient. */
export function outer(coefficients: usize, rows: i32, x: usize, stride: usize, out: usize): void {
  const xEnd = x + (stride << 2);
  for (const end = coefficients + ((<usize>rows) << 2); coefficients < end; coefficients += 4) {
    const coefficient = v128.load_splat<f32>(coefficients);
    for (let p = x; p < xEnd; p += 32, out += 32) {
      v128.store(out, f32x4.mul(coefficient, v128.load(p)));
      v128.store(out, f32x4.mul(coefficient, v128.load(p, 16)), 16);
    }
  }
}

/** matrix[index[k]] <- matrix[index[k]] + coefficients[k] x, for k < count. */
export function addOuter(matrix: usize, stride: usize, index: usize, coefficients: usize, count: i32, x: usize): void {
  const xEnd = x + (stride << 2);
  for (; x + 128 <= xEnd; x += 128, matrix += 128) addOuter32(matrix, stride, index, coefficients, count, x);
  for (; x < xEnd; x += 32, matrix += 32) addOuter8(matrix, stride, index, coefficients, count, x);
}

/** {@link addOuter} for 32 columns, whose x stays in registers. */
function addOuter32(matrix: usize, stride: usize, index: usize, coefficients: usize, count: i32, x: usize): void {
  const rowBytes = stride << 2;
  const x0 = v128.load(x);
  const x1 = v128.load(x, 16);
  const x2 = v128.load(x, 32);
  const x3 = v128.load(x, 48);
  const x4 = v128.load(x, 64);
  const x5 = v128.load(x, 80);
  const x6 = v128.load(x, 96);
  const x7 = v128.load(x, 112);
  for (const end = index + ((<usize>count) << 2); index < end; index += 4, coefficients += 4) {
    const p = matrix + <usize>load<u32>(index) * rowBytes;
    const coefficient = v128.load_splat<f32>(coefficients);
    v128.store(p, f32x4.add(v128.load(p), f32x4.mul(coefficient, x0)));
    v128.store(p, f32x4.add(v128.load(p, 16), f32x4.mul(coefficient, x1)), 16);
    v128.store(p, f32x4.add(v128.load(p, 32), f32x4.mul(coefficient, x2)), 32);
    v128.store(p, f32x4.add(v128.load(p, 48), f32x4.mul(coefficient, x3)), 48);
    v128.store(p, f32x4.add(v128.load(p, 64), f32x4.mul(coefficient, x4)), 64);
    v128.store(p, f32x4.add(v128.load(p, 80), f32x4.mul(coefficient, x5)), 80);
    v128.store(p, f32x4.add(v128.load(p, 96), f32x4.mul(coefficient, x6)), 96);
    v128.store(p, f32x4.add(v128.load(p, 112), f32x4.mul(coefficient, x7)), 112);
  }
}

/** {@link addOuter} for 8 columns. */
function addOuter8(matrix: usize, stride: usize, index: usize, coefficients: usize, count: i32, x: usize): void {
  const rowBytes = stride << 2;
  const x0 = v128.load(x);
  const x1 = v128.load(x, 16);
  for (const end = index + ((<usize>count) << 2); index < end; index += 4, coefficients += 4) {
    const p = matrix + <usize>load<u32>(index) * rowBytes;
    const coefficient = v128.load_splat<f32>(coefficients);
    v128.store(p, f32x4.add(v128.load(p), f32x4.mul(coefficient, x0)));
    v128.store(p, f32x4.add(v128.load(p, 16), f32x4.mul(coefficient, x1)), 16);
  }
}

/**
 * out <- out + factor sum_k weights[k] matrix[index[k]].
 *
 * @param count the length of the lists. If it is odd, one more index must be valid, and its weight 0
 */
export function addWeightedRows(
  matrix: usize,
  stride: usize,
  index: usize,
  weights: usize,
  count: i32,
  factor: f32,
  out: usize,
): void {
  const outEnd = out + (stride << 2);
  for (; out + 128 <= outEnd; out += 128, matrix += 128) {
    addWeightedRows32(matrix, stride, index, weights, count, factor, out);
  }
  if (out + 64 <= outEnd) {
    addWeightedRows16(matrix, stride, index, weights, count, factor, out);
    out += 64;
    matrix += 64;
  }
  if (out < outEnd) addWeightedRows8(matrix, stride, index, weights, count, factor, out);
}

/** {@link addWeightedRows} for 32 columns. The exit in the middle is never taken, see `matmul`. */
function addWeightedRows32(
  matrix: usize,
  stride: usize,
  index: usize,
  weights: usize,
  count: i32,
  factor: f32,
  out: usize,
): void {
  const rowBytes = stride << 2;
  let sum0 = f32x4.splat(0);
  let sum1 = sum0;
  let sum2 = sum0;
  let sum3 = sum0;
  let sum4 = sum0;
  let sum5 = sum0;
  let sum6 = sum0;
  let sum7 = sum0;
  for (const end = index + ((<usize>count) << 2); index < end; index += 4, weights += 4) {
    const p = matrix + <usize>load<u32>(index) * rowBytes;
    const a = v128.load_splat<f32>(weights);
    sum0 = f32x4.add(sum0, f32x4.mul(a, v128.load(p)));
    sum1 = f32x4.add(sum1, f32x4.mul(a, v128.load(p, 16)));
    sum2 = f32x4.add(sum2, f32x4.mul(a, v128.load(p, 32)));
    sum3 = f32x4.add(sum3, f32x4.mul(a, v128.load(p, 48)));
    if (p == 0) break;
    sum4 = f32x4.add(sum4, f32x4.mul(a, v128.load(p, 64)));
    sum5 = f32x4.add(sum5, f32x4.mul(a, v128.load(p, 80)));
    sum6 = f32x4.add(sum6, f32x4.mul(a, v128.load(p, 96)));
    sum7 = f32x4.add(sum7, f32x4.mul(a, v128.load(p, 112)));
  }
  const scale = f32x4.splat(factor);
  addFour(out, f32x4.mul(scale, sum0), f32x4.mul(scale, sum1), f32x4.mul(scale, sum2), f32x4.mul(scale, sum3));
  addFour(out + 64, f32x4.mul(scale, sum4), f32x4.mul(scale, sum5), f32x4.mul(scale, sum6), f32x4.mul(scale, sum7));
}

/** Adds to the 16 floats at an address. */
function addFour(p: usize, a: v128, b: v128, c: v128, d: v128): void {
  v128.store(p, f32x4.add(v128.load(p), a));
  v128.store(p, f32x4.add(v128.load(p, 16), b), 16);
  v128.store(p, f32x4.add(v128.load(p, 32), c), 32);
  v128.store(p, f32x4.add(v128.load(p, 48), d), 48);
}

/** {@link addWeightedRows} for 16 columns, two rows at a time. */
function addWeightedRows16(
  matrix: usize,
  stride: usize,
  index: usize,
  weights: usize,
  count: i32,
  factor: f32,
  out: usize,
): void {
  const rowBytes = stride << 2;
  let sum0 = f32x4.splat(0);
  let sum1 = sum0;
  let sum2 = sum0;
  let sum3 = sum0;
  for (const end = index + ((<usize>count) << 2); index < end; index += 8, weights += 8) {
    const p = matrix + <usize>load<u32>(index) * rowBytes;
    const q = matrix + <usize>load<u32>(index, 4) * rowBytes;
    const a = v128.load_splat<f32>(weights);
    const b = v128.load_splat<f32>(weights, 4);
    sum0 = f32x4.add(f32x4.add(sum0, f32x4.mul(a, v128.load(p))), f32x4.mul(b, v128.load(q)));
    sum1 = f32x4.add(f32x4.add(sum1, f32x4.mul(a, v128.load(p, 16))), f32x4.mul(b, v128.load(q, 16)));
    sum2 = f32x4.add(f32x4.add(sum2, f32x4.mul(a, v128.load(p, 32))), f32x4.mul(b, v128.load(q, 32)));
    sum3 = f32x4.add(f32x4.add(sum3, f32x4.mul(a, v128.load(p, 48))), f32x4.mul(b, v128.load(q, 48)));
  }
  const scale = f32x4.splat(factor);
  addFour(out, f32x4.mul(scale, sum0), f32x4.mul(scale, sum1), f32x4.mul(scale, sum2), f32x4.mul(scale, sum3));
}

/** {@link addWeightedRows} for the last 8 columns. */
function addWeightedRows8(
  matrix: usize,
  stride: usize,
  index: usize,
  weights: usize,
  count: i32,
  factor: f32,
  out: usize,
): void {
  const rowBytes = stride << 2;
  let sum0 = f32x4.splat(0);
  let sum1 = sum0;
  for (const end = index + ((<usize>count) << 2); index < end; index += 4, weights += 4) {
    const p = matrix + <usize>load<u32>(index) * rowBytes;
    const a = v128.load_splat<f32>(weights);
    sum0 = f32x4.add(sum0, f32x4.mul(a, v128.load(p)));
    sum1 = f32x4.add(sum1, f32x4.mul(a, v128.load(p, 16)));
  }
  const scale = f32x4.splat(factor);
  v128.store(out, f32x4.add(v128.load(out), f32x4.mul(scale, sum0)));
  v128.store(out, f32x4.add(v128.load(out, 16), f32x4.mul(scale, sum1)), 16);
}
