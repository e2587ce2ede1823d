import type { SavedArray } from '../contracts/measurement.ts';
import { formatCount } from './numbers.ts';

/** The size of an array in words: `100 numbers`, `20 x 30 numbers`. */
export function arraySizeText({ shape }: SavedArray): string {
  return `${shape.map(formatCount).join(' x ')} numbers`;
}
