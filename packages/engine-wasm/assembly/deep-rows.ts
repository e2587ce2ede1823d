/*
 * Whole rows of a matrix that is too large for the caches, picked by an index list, four at a time: each is read from
 * memory once, and what is combined with them stays close. `stride` is the length of a row in floats, a multiple of 8.
 */
import { laneSum, laneSums } from './simd';

/** out <- out + sum_k weights[k] matrix[index[k]]; lists end with zeros up to a multiple of 4. */
export function addRows(matrix: usize, stride: usize, index: usize, weights: usize, count: i32, out: usize): void {
  const rowBytes = stride << 2;
  for (const end = index + ((<usize>count) << 2); index < end; index += 16, weights += 16) {
    addFourRows(matrix, rowBytes, index, v128.load(weights), out);
  }
}

/** out <- out + sum_k weights_k matrix[index[k]] for four rows. */
function addFourRows(matrix: usize, rowBytes: usize, index: usize, weights: v128, out: usize): void {
  let row0 = matrix + <usize>load<u32>(index) * rowBytes;
  let row1 = matrix + <usize>load<u32>(index, 4) * rowBytes;
  let row2 = matrix + <usize>load<u32>(index, 8) * rowBytes;
  let row3 = matrix + <usize>load<u32>(index, 12) * rowBytes;
  const w0 = v128.shuffle<f32>(weights, weights, 0, 0, 0, 0);
  const w1 = v128.shuffle<f32>(weights, weights, 1, 1, 1, 1);
  const w2 = v128.shuffle<f32>(weights, weights, 2, 2, 2, 2);
  const w3 = v128.shuffle<f32>(weights, weights, 3, 3, 3, 3);
  for (const end = out + rowBytes; out < end; out += 32) {
    let low = f32x4.add(v128.load(out), f32x4.mul(w0, v128.load(row0)));
    let high = f32x4.add(v128.load(out, 16), f32x4.mul(w0, v128.load(row0, 16)));
    low = f32x4.add(low, f32x4.mul(w1, v128.load(row1)));
    high = f32x4.add(high, f32x4.mul(w1, v128.load(row1, 16)));
    low = f32x4.add(low, f32x4.mul(w2, v128.load(row2)));
    high = f32x4.add(high, f32x4.mul(w2, v128.load(row2, 16)));
    low = f32x4.add(low, f32x4.mul(w3, v128.load(row3)));
    high = f32x4.add(high, f32x4.mul(w3, v128.load(row3, 16)));
    v128.store(out, low);
    v128.store(out, high, 16);
    row0 += 32;
    row1 += 32;
    row2 += 32;
    row3 += 32;
  }
}

/** out <- out + weight row, for rows of `stride` floats. */
export function addRow(row: usize, stride: usize, weight: f32, out: usize): void {
  const weights = f32x4.splat(weight);
  for (const end = row + (stride << 2); row < end; row += 32, out += 32) {
    v128.store(out, f32x4.add(v128.load(out), f32x4.mul(weights, v128.load(row))));
    v128.store(out, f32x4.add(v128.load(out, 16), f32x4.mul(weights, v128.load(row, 16))), 16);
  }
}

/** out[k] <- matrix[index[k]] . x for k < count, with zeros behind. */
export function rowDots(matrix: usize, stride: usize, index: usize, count: i32, x: usize, out: usize): void {
  const rowBytes = stride << 2;
  const outEnd = out + ((<usize>count) << 2);
  for (; out < outEnd; index += 16, out += 16) v128.store(out, fourDots(matrix, rowBytes, index, x));
  v128.store(outEnd, f32x4.splat(0));
}

/** The products of four rows with x. */
function fourDots(matrix: usize, rowBytes: usize, index: usize, x: usize): v128 {
  let row0 = matrix + <usize>load<u32>(index) * rowBytes;
  let row1 = matrix + <usize>load<u32>(index, 4) * rowBytes;
  let row2 = matrix + <usize>load<u32>(index, 8) * rowBytes;
  let row3 = matrix + <usize>load<u32>(index, 12) * rowBytes;
  let low0 = f32x4.splat(0);
  let low1 = low0;
  let low2 = low0;
  let low3 = low0;
  let high0 = low0;
  let high1 = low0;
  let high2 = low0;
  let high3 = low0;
  for (const end = x + rowBytes; x < end; x += 32) {
    const low = v128.load(x);
    const high = v128.load(x, 16);
    low0 = f32x4.add(low0, f32x4.mul(v128.load(row0), low));
    low1 = f32x4.add(low1, f32x4.mul(v128.load(row1), low));
    low2 = f32x4.add(low2, f32x4.mul(v128.load(row2), low));
    low3 = f32x4.add(low3, f32x4.mul(v128.load(row3), low));
    high0 = f32x4.add(high0, f32x4.mul(v128.load(row0, 16), high));
    high1 = f32x4.add(high1, f32x4.mul(v128.load(row1, 16), high));
    high2 = f32x4.add(high2, f32x4.mul(v128.load(row2, 16), high));
    high3 = f32x4.add(high3, f32x4.mul(v128.load(row3, 16), high));
    row0 += 32;
    row1 += 32;
    row2 += 32;
    row3 += 32;
  }
  return laneSums(f32x4.add(low0, high0), f32x4.add(low1, high1), f32x4.add(low2, high2), f32x4.add(low3, high3));
}

/**
 * dots[k] <- matrix[index[k]] . x for k < count, with zeros behind; out <- out + sum_k dots[k] matrix[index[k]].
 */
export function rowDotsAndSum(
  matrix: usize,
  stride: usize,
  index: usize,
  count: i32,
  x: usize,
  dots: usize,
  out: usize,
): void {
  const rowBytes = stride << 2;
  const zero = f32x4.splat(0);
  for (; count >= 4; count -= 4, index += 16, dots += 16) {
    const products = fourDots(matrix, rowBytes, index, x);
    v128.store(dots, products);
    addFourRows(matrix, rowBytes, index, products, out);
  }
  v128.store(dots, zero);
  if (count == 0) return;
  // Lists go on with zeros: the row that they stand for must not count.
  v128.store(dots, fourDots(matrix, rowBytes, index, x));
  v128.store(dots + ((<usize>count) << 2), zero);
  addFourRows(matrix, rowBytes, index, v128.load(dots), out);
}

/**
 * dots[k] <- matrix[index[k]] . x, then matrix[index[k]] <- matrix[index[k]] + weights[k] x, for k < count; zeros behind
 * the dots.
 */
export function rowDotsAndAdd(
  matrix: usize,
  stride: usize,
  index: usize,
  weights: usize,
  count: i32,
  x: usize,
  dots: usize,
): void {
  const rowBytes = stride << 2;
  const xEnd = x + rowBytes;
  for (; count >= 4; count -= 4, index += 16, weights += 16, dots += 16) {
    let row0 = matrix + <usize>load<u32>(index) * rowBytes;
    let row1 = matrix + <usize>load<u32>(index, 4) * rowBytes;
    let row2 = matrix + <usize>load<u32>(index, 8) * rowBytes;
    let row3 = matrix + <usize>load<u32>(index, 12) * rowBytes;
    const w0 = v128.load_splat<f32>(weights);
    const w1 = v128.load_splat<f32>(weights, 4);
    const w2 = v128.load_splat<f32>(weights, 8);
    const w3 = v128.load_splat<f32>(weights, 12);
    let sum0 = f32x4.splat(0);
    let sum1 = sum0;
    let sum2 = sum0;
    let sum3 = sum0;
    for (let p = x; p < xEnd; p += 16) {
      const v = v128.load(p);
      let row = v128.load(row0);
      sum0 = f32x4.add(sum0, f32x4.mul(row, v));
      v128.store(row0, f32x4.add(row, f32x4.mul(w0, v)));
      row = v128.load(row1);
      sum1 = f32x4.add(sum1, f32x4.mul(row, v));
      v128.store(row1, f32x4.add(row, f32x4.mul(w1, v)));
      row = v128.load(row2);
      sum2 = f32x4.add(sum2, f32x4.mul(row, v));
      v128.store(row2, f32x4.add(row, f32x4.mul(w2, v)));
      row = v128.load(row3);
      sum3 = f32x4.add(sum3, f32x4.mul(row, v));
      v128.store(row3, f32x4.add(row, f32x4.mul(w3, v)));
      row0 += 16;
      row1 += 16;
      row2 += 16;
      row3 += 16;
    }
    v128.store(dots, laneSums(sum0, sum1, sum2, sum3));
  }
  for (; count > 0; count--, index += 4, weights += 4, dots += 4) {
    let row = matrix + <usize>load<u32>(index) * rowBytes;
    const weight = v128.load_splat<f32>(weights);
    let sum = f32x4.splat(0);
    for (let p = x; p < xEnd; p += 16, row += 16) {
      const v = v128.load(p);
      const before = v128.load(row);
      sum = f32x4.add(sum, f32x4.mul(before, v));
      v128.store(row, f32x4.add(before, f32x4.mul(weight, v)));
    }
    store<f32>(dots, laneSum(sum));
  }
  v128.store(dots, f32x4.splat(0));
}

/** matrix[index[k]] <- matrix[index[k]] + weights[k] x, for k < count. */
export function addToRows(matrix: usize, stride: usize, index: usize, weights: usize, count: i32, x: usize): void {
  const rowBytes = stride << 2;
  for (const end = index + ((<usize>count) << 2); index < end; index += 4, weights += 4) {
    addRow(x, stride, load<f32>(weights), matrix + <usize>load<u32>(index) * rowBytes);
  }
}
