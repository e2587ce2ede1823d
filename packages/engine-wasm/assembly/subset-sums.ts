/*
 * Sums of weighted input rows over the active samples of each neuron by the method of four Russians (Arlazarov, Dinic,
 * Kronrod, Faradzev, "On economical construction of the transitive closure of an oriented graph", 1970). A table has
 * the sums over all 16 subsets of every four samples. A neuron adds up one entry per four samples.
 */
import { laneSum } from './simd';
import { TABLE_COLUMNS } from './workspace';

/** Bytes from one entry of a table to the next, and from one group of four samples to the next. */
const ENTRY: usize = 4 * TABLE_COLUMNS;
const GROUP: usize = 16 * ENTRY;

/**
 * Bit k of bits <- whether values[k] <= 0, so that NaN counts as active.
 *
 * @param count a multiple of 16
 * @param bits space for count bits
 */
export function markInactive(values: usize, count: usize, bits: usize): void {
  const zero = f32x4.splat(0);
  for (const end = values + (count << 2); values < end; values += 64, bits += 2) {
    const low = i16x8.narrow_i32x4_s(f32x4.le(v128.load(values), zero), f32x4.le(v128.load(values, 16), zero));
    const high = i16x8.narrow_i32x4_s(f32x4.le(v128.load(values, 32), zero), f32x4.le(v128.load(values, 48), zero));
    store<u16>(bits, i8x16.bitmask(i8x16.narrow_i16x8_s(low, high)));
  }
}

/**
 * table[group][inactive] <- sum of weights_i x_i over the samples i of the group that are not in the set `inactive`.
 *
 * @param rows the first of up to TABLE_COLUMNS columns of x, whose rows are `stride` floats apart
 * @param count samples, a multiple of 4
 * @param columns a multiple of 4
 */
export function tabulateSubsets(
  rows: usize,
  stride: usize,
  weights: usize,
  count: i32,
  columns: usize,
  table: usize,
): void {
  const rowBytes = stride << 2;
  for (
    const end = weights + ((<usize>count) << 2);
    weights < end;
    weights += 16, rows += rowBytes << 2, table += GROUP
  ) {
    for (let k: usize = 0; k < columns << 2; k += 16) tabulateGroup(rows + k, rowBytes, weights, table + k);
  }
}

/** {@link tabulateSubsets} for one group and four columns. */
function tabulateGroup(x: usize, rowBytes: usize, weights: usize, entry: usize): void {
  const a = f32x4.mul(v128.load_splat<f32>(weights), v128.load(x));
  const b = f32x4.mul(v128.load_splat<f32>(weights, 4), v128.load(x + rowBytes));
  const c = f32x4.mul(v128.load_splat<f32>(weights, 8), v128.load(x + rowBytes * 2));
  const d = f32x4.mul(v128.load_splat<f32>(weights, 12), v128.load(x + rowBytes * 3));
  const ab = f32x4.add(a, b);
  tabulateHalf(a, b, ab, f32x4.add(c, d), entry);
  tabulateHalf(a, b, ab, d, entry + 4 * ENTRY);
  tabulateHalf(a, b, ab, c, entry + 8 * ENTRY);
  tabulateHalf(a, b, ab, f32x4.splat(0), entry + 12 * ENTRY);
}

/** The four entries whose last two samples give `rest`. */
function tabulateHalf(a: v128, b: v128, ab: v128, rest: v128, entry: usize): void {
  v128.store(entry, f32x4.add(ab, rest));
  v128.store(entry, f32x4.add(b, rest), ENTRY);
  v128.store(entry, f32x4.add(a, rest), 2 * ENTRY);
  v128.store(entry, rest, 3 * ENTRY);
}

/**
 * s <- the sum of a table's entries that one neuron's bits choose, 16 columns; out <- keep out + factor s.
 *
 * @param count samples, a multiple of 8
 * @param out may be `row`
 * @param keep where it is 0, the old values of `out` do not count, even if they are not finite
 * @returns row . s, with the old values of the row
 */
export function addSubsets16(
  bits: usize,
  count: usize,
  table: usize,
  factor: f32,
  row: usize,
  out: usize,
  keep: f32,
): f32 {
  let s0 = f32x4.splat(0);
  let s1 = s0;
  let s2 = s0;
  let s3 = s0;
  for (const end = bits + (count >> 3); bits < end; bits++, table += 2 * GROUP) {
    const pair = <usize>load<u8>(bits);
    const p = table + (pair & 15) * ENTRY;
    const q = table + (pair >> 4) * ENTRY;
    s0 = f32x4.add(s0, f32x4.add(v128.load(p), v128.load(q, GROUP)));
    s1 = f32x4.add(s1, f32x4.add(v128.load(p, 16), v128.load(q, GROUP + 16)));
    s2 = f32x4.add(s2, f32x4.add(v128.load(p, 32), v128.load(q, GROUP + 32)));
    s3 = f32x4.add(s3, f32x4.add(v128.load(p, 48), v128.load(q, GROUP + 48)));
  }
  const product = laneSum(
    f32x4.add(
      f32x4.add(f32x4.mul(v128.load(row), s0), f32x4.mul(v128.load(row, 16), s1)),
      f32x4.add(f32x4.mul(v128.load(row, 32), s2), f32x4.mul(v128.load(row, 48), s3)),
    ),
  );
  const factors = f32x4.splat(factor);
  update(out, f32x4.mul(factors, s0), keep);
  update(out + 16, f32x4.mul(factors, s1), keep);
  update(out + 32, f32x4.mul(factors, s2), keep);
  update(out + 48, f32x4.mul(factors, s3), keep);
  return product;
}

/** {@link addSubsets16} for the last 8 columns. */
export function addSubsets8(
  bits: usize,
  count: usize,
  table: usize,
  factor: f32,
  row: usize,
  out: usize,
  keep: f32,
): f32 {
  let s0 = f32x4.splat(0);
  let s1 = s0;
  for (const end = bits + (count >> 3); bits < end; bits++, table += 2 * GROUP) {
    const pair = <usize>load<u8>(bits);
    const p = table + (pair & 15) * ENTRY;
    const q = table + (pair >> 4) * ENTRY;
    s0 = f32x4.add(s0, f32x4.add(v128.load(p), v128.load(q, GROUP)));
    s1 = f32x4.add(s1, f32x4.add(v128.load(p, 16), v128.load(q, GROUP + 16)));
  }
  const product = laneSum(f32x4.add(f32x4.mul(v128.load(row), s0), f32x4.mul(v128.load(row, 16), s1)));
  const factors = f32x4.splat(factor);
  update(out, f32x4.mul(factors, s0), keep);
  update(out + 16, f32x4.mul(factors, s1), keep);
  return product;
}

/** p <- keep p + v. */
function update(p: usize, v: v128, keep: f32): void {
  v128.store(p, keep == 0 ? v : f32x4.add(f32x4.mul(f32x4.splat(keep), v128.load(p)), v));
}
