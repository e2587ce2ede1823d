/*
 * Sparse vectors: the active neurons of a sample, or the active samples of a neuron. A sparse vector is a list of
 * indices and one or more lists of values. Lists end with zeros up to the next multiple of 4, so that loops may run
 * over whole SIMD vectors.
 */
import { laneSum } from './simd';
import { BLOCK } from './workspace';

/** The 16 subsets of four lanes. An entry begins with the numbers of the lanes in its subset. */
const LANES = memory.data(256, 16);
for (let subset = 0; subset < 16; subset++) {
  let slot = LANES + (subset << 4);
  for (let lane = 0; lane < 4; lane++) {
    if (((subset >> lane) & 1) == 0) continue;
    store<u32>(slot, lane);
    slot += 4;
  }
}

/**
 * Lists the k < count for which values[k] is positive or NaN. NaN is listed so that a network that diverged does not
 * look like an inactive one.
 *
 * @param values `step` floats apart, 1 or BLOCK
 * @param count a multiple of 4
 * @param index space for count + 4 integers
 * @returns the length of the list
 */
export function listActive(values: usize, step: usize, count: i32, index: usize): i32 {
  const start = index;
  const zero = f32x4.splat(0);
  for (let k = 0; k < count; k += 4, values += step << 4) {
    const four = step == 1 ? v128.load(values) : loadColumn(values);
    const subset = i32x4.bitmask(f32x4.le(four, zero)) ^ 15;
    v128.store(index, i32x4.add(i32x4.splat(k), v128.load(LANES + ((<usize>subset) << 4))));
    index += (<usize>popcnt(subset)) << 2;
  }
  v128.store(index, i32x4.splat(0));
  return <i32>(index - start) >> 2;
}

/** Four floats, BLOCK floats apart. */
function loadColumn(p: usize): v128 {
  const ab = v128.load_lane<f32>(p, v128.load32_zero(p), 1, 4 * BLOCK);
  return v128.load_lane<f32>(p, v128.load_lane<f32>(p, ab, 2, 8 * BLOCK), 3, 12 * BLOCK);
}

/** out[k] <- values[index[k]] for k < count, then zeros. Values lie `step` floats apart. */
export function gather(values: usize, step: usize, index: usize, count: i32, out: usize): void {
  const stepBytes = step << 2;
  for (const end = index + ((<usize>count) << 2); index < end; index += 4, out += 4) {
    store<f32>(out, load<f32>(values + <usize>load<u32>(index) * stepBytes));
  }
  v128.store(out, f32x4.splat(0));
}

/** x <- factor x for a list of `count` entries. */
export function scaleList(x: usize, factor: f32, count: i32): void {
  if (factor == 1) return;
  const factors = f32x4.splat(factor);
  for (const end = x + ((<usize>count) << 2); x < end; x += 16) v128.store(x, f32x4.mul(factors, v128.load(x)));
}

/** out[index[k]] <- out[index[k]] + factor values[k], for k < count. */
export function scatterAdd(out: usize, index: usize, factor: f32, values: usize, count: i32): void {
  for (const end = index + ((<usize>count) << 2); index < end; index += 4, values += 4) {
    const p = out + ((<usize>load<u32>(index)) << 2);
    store<f32>(p, load<f32>(p) + factor * load<f32>(values));
  }
}

/** sum_k x[k] y[k] over lists of `count` entries. */
export function listDot(x: usize, y: usize, count: i32): f32 {
  let sum = f32x4.splat(0);
  for (const end = x + ((<usize>count) << 2); x < end; x += 16, y += 16) {
    sum = f32x4.add(sum, f32x4.mul(v128.load(x), v128.load(y)));
  }
  return laneSum(sum);
}
