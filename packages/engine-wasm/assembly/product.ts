import { laneSums } from './simd';

/**
 * y <- A x.
 *
 * @param a rows x stride, row-major; rows a multiple of 4, stride a multiple of 8
 * @param x stride floats
 * @param y rows floats
 */
export function matvec(a: usize, stride: usize, rows: i32, x: usize, y: usize): void {
  const rowBytes = stride << 2;
  const xEnd = x + rowBytes;
  const yEnd = y + ((<usize>rows) << 2);
  for (; y < yEnd; y += 16) {
    let row0 = a;
    let row1 = row0 + rowBytes;
    let row2 = row1 + rowBytes;
    let row3 = row2 + rowBytes;
    a = row3 + rowBytes;
    let sum0 = f32x4.splat(0);
    let sum1 = sum0;
    let sum2 = sum0;
    let sum3 = sum0;
    for (let p = x; p < xEnd; p += 32) {
      const v = v128.load(p);
      const w = v128.load(p, 16);
      sum0 = f32x4.add(f32x4.add(sum0, f32x4.mul(v128.load(row0), v)), f32x4.mul(v128.load(row0, 16), w));
      sum1 = f32x4.add(f32x4.add(sum1, f32x4.mul(v128.load(row1), v)), f32x4.mul(v128.load(row1, 16), w));
      sum2 = f32x4.add(f32x4.add(sum2, f32x4.mul(v128.load(row2), v)), f32x4.mul(v128.load(row2, 16), w));
      sum3 = f32x4.add(f32x4.add(sum3, f32x4.mul(v128.load(row3), v)), f32x4.mul(v128.load(row3, 16), w));
      row0 += 32;
      row1 += 32;
      row2 += 32;
      row3 += 32;
    }
    v128.store(y, laneSums(sum0, sum1, sum2, sum3));
  }
}

/**
 * C <- A B, in tiles of 4 x 8 that stay in registers.
 *
 * A round of the inner loop takes eight columns of A. An exit after each column, and one in the middle of each that is
 * never taken, keep V8 from moving loads to the front. There they would not fit into registers.
 *
 * @param a rows x stride, row-major, of which the first `inner` columns count; rows a multiple of 4
 * @param b inner x columns, row-major; columns a multiple of 8
 * @param c rows x columns, row-major
 */
export function matmul(a: usize, stride: usize, rows: i32, inner: i32, b: usize, columns: usize, c: usize): void {
  const rowBytes = stride << 2;
  const columnBytes = columns << 2;
  const bEnd = b + columnBytes;
  for (const cEnd = c + <usize>rows * columnBytes; c < cEnd; c += columnBytes * 3, a += rowBytes << 2) {
    for (let tile = b; tile < bEnd; tile += 32, c += 32) {
      let row0 = a;
      let row1 = row0 + rowBytes;
      let row2 = row1 + rowBytes;
      let row3 = row2 + rowBytes;
      let low0 = f32x4.splat(0);
      let low1 = low0;
      let low2 = low0;
      let low3 = low0;
      let high0 = low0;
      let high1 = low0;
      let high2 = low0;
      let high3 = low0;
      const last = tile + <usize>(inner - 1) * columnBytes;
      for (let p = tile; ; p += columnBytes) {
        let low = v128.load(p);
        let high = v128.load(p, 16);
        let factor = v128.load_splat<f32>(row0);
        low0 = addProduct(low0, factor, low);
        high0 = addProduct(high0, factor, high);
        factor = v128.load_splat<f32>(row1);
        low1 = addProduct(low1, factor, low);
        high1 = addProduct(high1, factor, high);
        if (p == 0) break;
        factor = v128.load_splat<f32>(row2);
        low2 = addProduct(low2, factor, low);
        high2 = addProduct(high2, factor, high);
        factor = v128.load_splat<f32>(row3);
        low3 = addProduct(low3, factor, low);
        high3 = addProduct(high3, factor, high);
        if (p == last) break;
        p += columnBytes;
        low = v128.load(p);
        high = v128.load(p, 16);
        factor = v128.load_splat<f32>(row0, 4);
        low0 = addProduct(low0, factor, low);
        high0 = addProduct(high0, factor, high);
        factor = v128.load_splat<f32>(row1, 4);
        low1 = addProduct(low1, factor, low);
        high1 = addProduct(high1, factor, high);
        if (p == 0) break;
        factor = v128.load_splat<f32>(row2, 4);
        low2 = addProduct(low2, factor, low);
        high2 = addProduct(high2, factor, high);
        factor = v128.load_splat<f32>(row3, 4);
        low3 = addProduct(low3, factor, low);
        high3 = addProduct(high3, factor, high);
        if (p == last) break;
        p += columnBytes;
        low = v128.load(p);
        high = v128.load(p, 16);
        factor = v128.load_splat<f32>(row0, 8);
        low0 = addProduct(low0, factor, low);
        high0 = addProduct(high0, factor, high);
        factor = v128.load_splat<f32>(row1, 8);
        low1 = addProduct(low1, factor, low);
        high1 = addProduct(high1, factor, high);
        if (p == 0) break;
        factor = v128.load_splat<f32>(row2, 8);
        low2 = addProduct(low2, factor, low);
        high2 = addProduct(high2, factor, high);
        factor = v128.load_splat<f32>(row3, 8);
        low3 = addProduct(low3, factor, low);
        high3 = addProduct(high3, factor, high);
        if (p == last) break;
        p += columnBytes;
        low = v128.load(p);
        high = v128.load(p, 16);
        factor = v128.load_splat<f32>(row0, 12);
        low0 = addProduct(low0, factor, low);
        high0 = addProduct(high0, factor, high);
        factor = v128.load_splat<f32>(row1, 12);
        low1 = addProduct(low1, factor, low);
        high1 = addProduct(high1, factor, high);
        if (p == 0) break;
        factor = v128.load_splat<f32>(row2, 12);
        low2 = addProduct(low2, factor, low);
        high2 = addProduct(high2, factor, high);
        factor = v128.load_splat<f32>(row3, 12);
        low3 = addProduct(low3, factor, low);
        high3 = addProduct(high3, factor, high);
        if (p == last) break;
        p += columnBytes;
        low = v128.load(p);
        high = v128.load(p, 16);
        factor = v128.load_splat<f32>(row0, 16);
        low0 = addProduct(low0, factor, low);
        high0 = addProduct(high0, factor, high);
        factor = v128.load_splat<f32>(row1, 16);
        low1 = addProduct(low1, factor, low);
        high1 = addProduct(high1, factor, high);
        if (p == 0) break;
        factor = v128.load_splat<f32>(row2, 16);
        low2 = addProduct(low2, factor, low);
        high2 = addProduct(high2, factor, high);
        factor = v128.load_splat<f32>(row3, 16);
        low3 = addProduct(low3, factor, low);
        high3 = addProduct(high3, factor, high);
        if (p == last) break;
        p += columnBytes;
        low = v128.load(p);
        high = v128.load(p, 16);
        factor = v128.load_splat<f32>(row0, 20);
        low0 = addProduct(low0, factor, low);
        high0 = addProduct(high0, factor, high);
        factor = v128.load_splat<f32>(row1, 20);
        low1 = addProduct(low1, factor, low);
        high1 = addProduct(high1, factor, high);
        if (p == 0) break;
        factor = v128.load_splat<f32>(row2, 20);
        low2 = addProduct(low2, factor, low);
        high2 = addProduct(high2, factor, high);
        factor = v128.load_splat<f32>(row3, 20);
        low3 = addProduct(low3, factor, low);
        high3 = addProduct(high3, factor, high);
        if (p == last) break;
        p += columnBytes;
        low = v128.load(p);
        high = v128.load(p, 16);
        factor = v128.load_splat<f32>(row0, 24);
        low0 = addProduct(low0, factor, low);
        high0 = addProduct(high0, factor, high);
        factor = v128.load_splat<f32>(row1, 24);
        low1 = addProduct(low1, factor, low);
        high1 = addProduct(high1, factor, high);
        if (p == 0) break;
        factor = v128.load_splat<f32>(row2, 24);
        low2 = addProduct(low2, factor, low);
        high2 = addProduct(high2, factor, high);
        factor = v128.load_splat<f32>(row3, 24);
        low3 = addProduct(low3, factor, low);
        high3 = addProduct(high3, factor, high);
        if (p == last) break;
        p += columnBytes;
        low = v128.load(p);
        high = v128.load(p, 16);
        factor = v128.load_splat<f32>(row0, 28);
        low0 = addProduct(low0, factor, low);
        high0 = addProduct(high0, factor, high);
        factor = v128.load_splat<f32>(row1, 28);
        low1 = addProduct(low1, factor, low);
        high1 = addProduct(high1, factor, high);
        if (p == 0) break;
        factor = v128.load_splat<f32>(row2, 28);
        low2 = addProduct(low2, factor, low);
        high2 = addProduct(high2, factor, high);
        factor = v128.load_splat<f32>(row3, 28);
        low3 = addProduct(low3, factor, low);
        high3 = addProduct(high3, factor, high);
        if (p == last) break;
        row0 += 32;
        row1 += 32;
        row2 += 32;
        row3 += 32;
      }
      let q = c;
      v128.store(q, low0);
      v128.store(q, high0, 16);
      q += columnBytes;
      v128.store(q, low1);
      v128.store(q, high1, 16);
      q += columnBytes;
      v128.store(q, low2);
      v128.store(q, high2, 16);
      q += columnBytes;
      v128.store(q, low3);
      v128.store(q, high3, 16);
    }
  }
}

/** sum + x y. */
function addProduct(sum: v128, x: v128, y: v128): v128 {
  return f32x4.add(sum, f32x4.mul(x, y));
}
