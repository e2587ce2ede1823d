import { extent as ends } from 'd3-array';
import type { Axis, HorizontalAxis } from '../chart.ts';
import { wrapped } from './wrapped.ts';

type ScaleType = HorizontalAxis['scale'];

/** The part of an axis that 0 and the next tick are apart at least. */
const LEAST_FROM_ZERO = 0.07;

/** The ticks of an axis and their labels. */
export interface Ticks {
  readonly values: readonly number[];
  /** One for each value. */
  readonly labels: readonly string[];
}

/** Whether a number lies on an axis: it is finite, and positive on a logarithmic one, 0 on one of log(1 + x / symlog). */
export function drawable(value: number, scale: ScaleType): boolean {
  return Number.isFinite(value) && (scale === 'linear' || value > 0 || (scale !== 'log' && value === 0));
}

/** The smallest and the largest number on the axis, with room on both sides of a single one. */
export function extent(values: readonly number[], scale: ScaleType): [number, number] {
  const [low, high] = ends(values) as [number, number];
  if (differ(low, high)) return [low, high];
  if (scale === 'log') return [low / 2, low * 2];
  if (scale !== 'linear') return [0, high === 0 ? scale.symlog : high];
  return low === 0 ? [-1, 1] : [low - Math.abs(low) / 2, low + Math.abs(low) / 2];
}

/** Numbers that differ only by rounding count as one number. An axis over them would need ten digits. */
function differ(low: number, high: number): boolean {
  return high - low > 1e-9 * Math.max(Math.abs(low), Math.abs(high));
}

/**
 * Like `extent`, with some margin that stays in the range of the axis. A linear axis whose numbers reach near 0 begins
 * at 0. If both ends of the range are declared, as of accuracies, a linear axis ends at the greatest number once values
 * reach the upper half, and is whole over a single number.
 */
export function paddedExtent(values: readonly number[], { scale, range = {} }: Omit<Axis, 'title'>): [number, number] {
  const [low, high] = ends(values) as [number, number];
  const [first, last] = withMargin(extent(values, scale), scale);
  const { min = first, max = last } = range;
  const whole: [number, number] = [Math.min(min, low), Math.max(max, high)];
  const bounded = scale === 'linear' && range.min !== undefined && range.max !== undefined;
  if (bounded && !differ(low, high)) return whole;
  const reached = bounded && high >= (min + max) / 2;
  return [Math.max(first, whole[0]), reached ? whole[1] : Math.min(last, whole[1])];
}

function withMargin([low, high]: readonly [number, number], scale: Axis['scale']): [number, number] {
  if (scale === 'log') {
    const air = (high / low) ** 0.05;
    return [low / air, high * air];
  }
  const air = (high - low) * 0.05;
  return [low >= 0 && low < 0.3 * high ? 0 : low - air, high + air];
}

/** The position of a number on an axis: 0 at the domain's beginning, 1 at its end. */
export function position(value: number, [low, high]: readonly [number, number], scale: ScaleType): number {
  if (scale === 'linear') return (value - low) / (high - low);
  if (scale === 'log') return Math.log(value / low) / Math.log(high / low);
  const height = (x: number) => Math.log1p(x / scale.symlog);
  return (height(value) - height(low)) / (height(high) - height(low));
}

/**
 * A quantitative channel over a domain. Its ticks and labels do not depend on the program that draws it.
 *
 * @param length of the axis in pixels, the limit for the length of its title
 */
export function positional({ title, scale }: HorizontalAxis, domain: readonly [number, number], length: number) {
  const type = typeof scale === 'string' ? { type: scale } : { type: 'symlog' as const, constant: scale.symlog };
  const { values, labels } = ticks(domain, scale, 6);
  const texts = Object.fromEntries(values.map((value, k) => [`${value}`, labels[k]]));
  return {
    type: 'quantitative' as const,
    title: wrapped(title, length),
    scale: { ...type, domain: [...domain], nice: false },
    axis: { values: [...values], labelExpr: `(${JSON.stringify(texts)})[datum.value]` },
  };
}

/**
 * At most about `count` readable ticks. On log axes: powers of ten over three decades or more, 1-2-5 over one or two,
 * and evenly spaced ones below. All labels of an axis are written alike: numbers (`0.01`), thousands (`20k`) or, on
 * log axes that leave 0.001 to 1000, powers of ten (`10⁴`). Axes of log(1 + x / symlog) have a tick at 0 besides.
 */
export function ticks([low, high]: readonly [number, number], scale: ScaleType, count: number): Ticks {
  if (scale === 'linear') return evenTicks(low, high, count);
  if (scale !== 'log') {
    const above =
      high > scale.symlog
        ? ticks([scale.symlog, high], 'log', count - 1)
        : { values: [high], labels: plainLabels([high]) };
    // Over many decades, the label of the first power would touch that of 0.
    const from = position(above.values[0] ?? high, [low, high], scale) < LEAST_FROM_ZERO ? 1 : 0;
    return { values: [0, ...above.values.slice(from)], labels: ['0', ...above.labels.slice(from)] };
  }
  const first = Math.ceil(Math.log10(low) - 1e-9);
  const last = Math.floor(Math.log10(high) + 1e-9);
  const powers = range(first, last);
  if (powers.length >= 3) {
    const every = Math.ceil(powers.length / count);
    const exponents = powers.filter((exponent) => exponent % every === 0);
    const plain = first >= -3 && last <= 3;
    return {
      values: exponents.map(powerOfTen),
      labels: exponents.map((exponent) => (plain ? `${powerOfTen(exponent)}` : `10${superscript(exponent)}`)),
    };
  }
  const inside = (values: readonly number[]) => values.filter((value) => value >= low && value <= high);
  const decades = range(first - 1, last).map(powerOfTen);
  const steps = [[1], [1, 3], [1, 2, 5]]
    .map((digits) => inside(decades.flatMap((decade) => digits.map((digit) => clean(digit * decade)))))
    .filter((values) => values.length >= 2 && values.length <= count);
  const values = steps.at(-1);
  return values === undefined ? evenTicks(low, high, count) : { values, labels: plainLabels(values) };
}

function evenTicks(low: number, high: number, count: number): Ticks {
  const rough = (high - low) / count;
  const decade = powerOfTen(Math.floor(Math.log10(rough)));
  const step = decade * ([1, 2, 5].find((digit) => digit * decade >= rough * (1 - 1e-9)) ?? 10);
  const values = range(Math.ceil(low / step - 1e-9), Math.floor(high / step + 1e-9)).map((k) => clean(k * step));
  const largest = Math.max(...values.map(Math.abs));
  if (largest >= 1e4 || largest < 1e-3) return { values, labels: plainLabels(values) };
  const decimals = Math.max(...values.map((value) => `${value}`.split('.')[1]?.length ?? 0));
  return { values, labels: values.map((value) => minus(value.toFixed(decimals))) };
}

/** Thousands from 10 000 on, millions from a million on, powers of ten for the very large and the very small. */
function plainLabels(values: readonly number[]): string[] {
  const largest = Math.max(...values.map(Math.abs));
  if (largest >= 1e9 || largest < 1e-3) return values.map((value) => (value === 0 ? '0' : scientific(value)));
  const [unit, sign] = largest >= 1e6 ? [1e6, 'M'] : largest >= 1e4 ? [1e3, 'k'] : [1, ''];
  return values.map((value) => (value === 0 ? '0' : `${minus(`${clean(value / unit)}`)}${sign}`));
}

function scientific(value: number): string {
  const [digits, exponent] = value.toExponential().split('e');
  const power = `10${superscript(Number(exponent))}`;
  return digits === '1' ? power : `${minus(`${digits}`)}·${power}`;
}

const minus = (text: string) => text.replace('-', '−');
const superscript = (exponent: number) => [...`${exponent}`].map((sign) => superscripts[sign]).join('');
const superscripts: Readonly<Record<string, string>> = Object.fromEntries(
  [...'-0123456789'].map((sign, k) => [sign, [...'⁻⁰¹²³⁴⁵⁶⁷⁸⁹'][k] as string]),
);

/** Exact as a decimal number, unlike `10 ** -5`. */
const powerOfTen = (exponent: number) => Number(`1e${exponent}`);

/** Rounded, so that 0.30000000000000004 becomes 0.3. */
const clean = (value: number) => Number(value.toPrecision(12));

const range = (first: number, last: number) =>
  Array.from({ length: Math.max(0, last - first + 1) }, (_, k) => first + k);
