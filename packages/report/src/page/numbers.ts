import { formatCount } from '@sharpness-lab/core';

/** `1 run`, `2 runs`. */
export function count(n: number, noun: string, plural = `${noun}s`): string {
  return `${formatCount(n)} ${n === 1 ? noun : plural}`;
}

/** Seeds as ranges: `0-4, 7`. */
export function ranges(numbers: readonly number[]): string {
  const sorted = [...new Set(numbers)].sort((a, b) => a - b);
  const starts = sorted.filter((value, index) => index === 0 || value !== (sorted[index - 1] as number) + 1);
  return starts
    .map((start) => {
      let end = start;
      while (sorted.includes(end + 1)) end++;
      return end === start ? `${start}` : end === start + 1 ? `${start}, ${end}` : `${start}–${end}`;
    })
    .join(', ');
}
