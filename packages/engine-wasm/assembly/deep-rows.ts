/*
 * Rows of a matrix that is larger than the nearest caches, picked by an index list. Four rows at a time are combined
 * with a vector, so that the vector stays in the nearest cache. `stride` is the length of a row in floats, a multiple
 * of 8.
 *
 * A sparse vector is a list of blocks. A block is four neighbouring floats that are not all zero, with their offset in
 * bytes. The list ends with a block of zeros, so that loops may take two blocks at a time.
 */
import { laneSum, laneSums } from './simd';

/**
 * Lists the blocks of a vector.
 *
 * @param count its length, a multiple of 4
 * @param offsets space for count / 4 + 1 integers
 * @param values space for count + 4 floats
 * @returns the number of blocks
 */
export function listBlocks(x: usize, count: i32, offsets: usize, values: usize): i32 {
  const start = offsets;
  const zero = f32x4.splat(0);
  for (let p: usize = 0; p < (<usize>count) << 2; p += 16) {
    const four = v128.load(x + p);
    store<u32>(offsets, p);
    v128.store(values, four);
    const step: usize = v128.any_true(f32x4.ne(four, zero)) ? 4 : 0;
    offsets += step;
    values += step << 2;
  }
  store<u32>(offsets, 0);
  v128.store(values, f32x4.splat(0));
  return <i32>(offsets - start) >> 2;
}

/** out <- out + sum_k weights[k] matrix[index[k]]. Lists end with zeros up to a multiple of 4. */
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
  // The exits keep V8 from moving all loads to the front, see matmul.
  for (let left = <i32>rowBytes; ; left -= 64, out += 64) {
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
    if (left == 32) break;
    low = f32x4.add(v128.load(out, 32), f32x4.mul(w0, v128.load(row0, 32)));
    high = f32x4.add(v128.load(out, 48), f32x4.mul(w0, v128.load(row0, 48)));
    low = f32x4.add(low, f32x4.mul(w1, v128.load(row1, 32)));
    high = f32x4.add(high, f32x4.mul(w1, v128.load(row1, 48)));
    low = f32x4.add(low, f32x4.mul(w2, v128.load(row2, 32)));
    high = f32x4.add(high, f32x4.mul(w2, v128.load(row2, 48)));
    low = f32x4.add(low, f32x4.mul(w3, v128.load(row3, 32)));
    high = f32x4.add(high, f32x4.mul(w3, v128.load(row3, 48)));
    v128.store(out, low, 32);
    v128.store(out, high, 48);
    if (left == 64) break;
    row0 += 64;
    row1 += 64;
    row2 += 64;
    row3 += 64;
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

/** out[k] <- matrix[index[k]] . x for k < count and a sparse x of `blocks` blocks, then zeros. */
export function rowDots(
  matrix: usize,
  stride: usize,
  index: usize,
  count: i32,
  offsets: usize,
  x: usize,
  blocks: i32,
  out: usize,
): void {
  const rowBytes = stride << 2;
  const outEnd = out + ((<usize>count) << 2);
  for (; out < outEnd; index += 16, out += 16) v128.store(out, fourDots(matrix, rowBytes, index, offsets, x, blocks));
  v128.store(outEnd, f32x4.splat(0));
}

/** The products of four rows with a sparse x. */
function fourDots(matrix: usize, rowBytes: usize, index: usize, offsets: usize, x: usize, blocks: i32): v128 {
  const row0 = matrix + <usize>load<u32>(index) * rowBytes;
  const row1 = matrix + <usize>load<u32>(index, 4) * rowBytes;
  const row2 = matrix + <usize>load<u32>(index, 8) * rowBytes;
  const row3 = matrix + <usize>load<u32>(index, 12) * rowBytes;
  let sum0 = f32x4.splat(0);
  let sum1 = sum0;
  let sum2 = sum0;
  let sum3 = sum0;
  for (const end = offsets + ((<usize>blocks) << 2); offsets < end; offsets += 8, x += 32) {
    let p = load<u32>(offsets);
    let v = v128.load(x);
    sum0 = f32x4.add(sum0, f32x4.mul(v128.load(row0 + p), v));
    sum1 = f32x4.add(sum1, f32x4.mul(v128.load(row1 + p), v));
    sum2 = f32x4.add(sum2, f32x4.mul(v128.load(row2 + p), v));
    sum3 = f32x4.add(sum3, f32x4.mul(v128.load(row3 + p), v));
    p = load<u32>(offsets, 4);
    v = v128.load(x, 16);
    sum0 = f32x4.add(sum0, f32x4.mul(v128.load(row0 + p), v));
    sum1 = f32x4.add(sum1, f32x4.mul(v128.load(row1 + p), v));
    sum2 = f32x4.add(sum2, f32x4.mul(v128.load(row2 + p), v));
    sum3 = f32x4.add(sum3, f32x4.mul(v128.load(row3 + p), v));
  }
  return laneSums(sum0, sum1, sum2, sum3);
}

/**
 * {@link rowDots}, and sum <- sum + sum_k out[k] matrix[index[k]]. It goes from the last row to the first, because the
 * last rows are in the nearest caches after a forward pass.
 */
export function rowDotsAndSum(
  matrix: usize,
  stride: usize,
  index: usize,
  count: i32,
  offsets: usize,
  x: usize,
  blocks: i32,
  out: usize,
  sum: usize,
): void {
  const rowBytes = stride << 2;
  let p = (<usize>count & ~3) << 2;
  // The zeros after a list stand for row 0, which must not count.
  v128.store(out + p, fourDots(matrix, rowBytes, index + p, offsets, x, blocks));
  v128.store(out + ((<usize>count) << 2), f32x4.splat(0));
  addFourRows(matrix, rowBytes, index + p, v128.load(out + p), sum);
  while (p > 0) {
    p -= 16;
    const dots = fourDots(matrix, rowBytes, index + p, offsets, x, blocks);
    v128.store(out + p, dots);
    addFourRows(matrix, rowBytes, index + p, dots, sum);
  }
}

/** {@link rowDots}, then matrix[index[k]] <- matrix[index[k]] + weights[k] x for k < count. */
export function rowDotsAndAdd(
  matrix: usize,
  stride: usize,
  index: usize,
  weights: usize,
  count: i32,
  offsets: usize,
  x: usize,
  blocks: i32,
  out: usize,
): void {
  const rowBytes = stride << 2;
  const offsetsEnd = offsets + ((<usize>blocks) << 2);
  for (; count >= 4; count -= 4, index += 16, weights += 16, out += 16) {
    const row0 = matrix + <usize>load<u32>(index) * rowBytes;
    const row1 = matrix + <usize>load<u32>(index, 4) * rowBytes;
    const row2 = matrix + <usize>load<u32>(index, 8) * rowBytes;
    const row3 = matrix + <usize>load<u32>(index, 12) * rowBytes;
    const w0 = v128.load_splat<f32>(weights);
    const w1 = v128.load_splat<f32>(weights, 4);
    const w2 = v128.load_splat<f32>(weights, 8);
    const w3 = v128.load_splat<f32>(weights, 12);
    let sum0 = f32x4.splat(0);
    let sum1 = sum0;
    let sum2 = sum0;
    let sum3 = sum0;
    for (let o = offsets, q = x; o < offsetsEnd; o += 4, q += 16) {
      const p = load<u32>(o);
      const v = v128.load(q);
      let row = v128.load(row0 + p);
      sum0 = f32x4.add(sum0, f32x4.mul(row, v));
      v128.store(row0 + p, f32x4.add(row, f32x4.mul(w0, v)));
      row = v128.load(row1 + p);
      sum1 = f32x4.add(sum1, f32x4.mul(row, v));
      v128.store(row1 + p, f32x4.add(row, f32x4.mul(w1, v)));
      row = v128.load(row2 + p);
      sum2 = f32x4.add(sum2, f32x4.mul(row, v));
      v128.store(row2 + p, f32x4.add(row, f32x4.mul(w2, v)));
      row = v128.load(row3 + p);
      sum3 = f32x4.add(sum3, f32x4.mul(row, v));
      v128.store(row3 + p, f32x4.add(row, f32x4.mul(w3, v)));
    }
    v128.store(out, laneSums(sum0, sum1, sum2, sum3));
  }
  for (; count > 0; count--, index += 4, weights += 4, out += 4) {
    const row = matrix + <usize>load<u32>(index) * rowBytes;
    const weight = v128.load_splat<f32>(weights);
    let sum = f32x4.splat(0);
    for (let o = offsets, q = x; o < offsetsEnd; o += 4, q += 16) {
      const p = row + load<u32>(o);
      const v = v128.load(q);
      const before = v128.load(p);
      sum = f32x4.add(sum, f32x4.mul(before, v));
      v128.store(p, f32x4.add(before, f32x4.mul(weight, v)));
    }
    store<f32>(out, laneSum(sum));
  }
  v128.store(out, f32x4.splat(0));
}

/** matrix[index[k]] <- matrix[index[k]] + weights[k] x, for k < count and a sparse x. */
export function addToRows(
  matrix: usize,
  stride: usize,
  index: usize,
  weights: usize,
  count: i32,
  offsets: usize,
  x: usize,
  blocks: i32,
): void {
  const rowBytes = stride << 2;
  const offsetsEnd = offsets + ((<usize>blocks) << 2);
  for (const end = index + ((<usize>count) << 2); index < end; index += 4, weights += 4) {
    const row = matrix + <usize>load<u32>(index) * rowBytes;
    const weight = v128.load_splat<f32>(weights);
    for (let o = offsets, q = x; o < offsetsEnd; o += 4, q += 16) {
      const p = row + load<u32>(o);
      v128.store(p, f32x4.add(v128.load(p), f32x4.mul(weight, v128.load(q))));
    }
  }
}
