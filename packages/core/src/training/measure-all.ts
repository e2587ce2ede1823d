import { formatValue } from '../config/issues.ts';
import type { Estimate, Matrix, Measured, NonFinite, NumberArray, Uncertainty } from '../contracts/measurement.ts';
import type { DeclaredMetric, Metric, Probe } from '../contracts/metric.ts';
import { didYouMean } from '../errors.ts';
import { attribute, pluginError } from '../plugins/attribution.ts';

/**
 * Measures all metrics at one point. Numbers that are not finite stand apart from the values; in arrays they are not a
 * number.
 *
 * @throws LabError of kind `plugin` naming the metric when it fails, and the quantity when it has not declared that or
 *   measures something else than numbers
 */
export function measureAll(metrics: readonly DeclaredMetric[], probe: Probe): Measured {
  const values: Record<string, number> = {};
  const nonFinite: Record<string, NonFinite> = {};
  const uncertainty: Record<string, Uncertainty> = {};
  const arrays: Record<string, NumberArray> = {};
  for (const declared of metrics) {
    for (const [name, measured] of measurementsOf(declared, probe)) {
      if (isNumbers(measured)) {
        arrays[name] = { shape: [measured.length], values: finite(measured) };
      } else if (isMatrix(measured)) {
        arrays[name] = { ...measured, values: finite(measured.values) };
      } else if (typeof measured === 'number' || isEstimate(measured)) {
        const { value, ...known } = typeof measured === 'number' ? { value: measured } : measured;
        if (!Number.isFinite(value)) {
          nonFinite[name] = String(value) as NonFinite;
          continue;
        }
        values[name] = value;
        const certain = withoutNonFinite(known);
        if (Object.keys(certain).length > 0) uncertainty[name] = certain;
      } else {
        throw pluginError(
          declared.metric,
          `"${name}": expected a number, { value, standardError, converged, products }, numbers, or { shape: [rows, columns], values }, got ${formatValue(measured)}`,
        );
      }
    }
  }
  return {
    values,
    ...(Object.keys(nonFinite).length === 0 ? {} : { nonFinite }),
    ...(Object.keys(uncertainty).length === 0 ? {} : { uncertainty }),
    ...(Object.keys(arrays).length === 0 ? {} : { arrays }),
  };
}

/** Names and what a metric gives for them, which may be anything. */
function measurementsOf({ metric, quantities }: DeclaredMetric, probe: Probe): [string, unknown][] {
  const measurement: unknown = attribute(metric, () => metric.measure(probe));
  if (typeof measurement !== 'object' || measurement === null) {
    throw pluginError(metric, `expected an object of names and numbers, got ${formatValue(measurement)}`);
  }
  const entries = Object.entries(measurement);
  for (const [name] of entries) ensureDeclared(metric, name, quantities);
  return entries;
}

function ensureDeclared(metric: Metric, name: string, quantities: DeclaredMetric['quantities']): void {
  const names = quantities.map((quantity) => quantity.name);
  if (names.includes(name)) return;
  const hint = didYouMean(name, names) || ` (${names.join(', ') || 'none'})`;
  throw pluginError(metric, `measured "${name}", which is not among the quantities that it declares${hint}`);
}

function isNumbers(measured: unknown): measured is Float64Array | readonly number[] {
  return (
    measured instanceof Float64Array ||
    (Array.isArray(measured) && measured.every((value) => typeof value === 'number'))
  );
}

function isMatrix(measured: unknown): measured is Matrix {
  if (typeof measured !== 'object' || measured === null) return false;
  const { shape, values, columns, ...others } = measured as Partial<Record<keyof Matrix, unknown>>;
  if (!isNumbers(shape) || !isNumbers(values) || Object.keys(others).length > 0) return false;
  const [rows = Number.NaN, width = Number.NaN] = shape;
  const named = columns === undefined || (Array.isArray(columns) && columns.length === width);
  return shape.length === 2 && values.length === rows * width && named;
}

function isEstimate(measured: unknown): measured is Estimate {
  if (typeof measured !== 'object' || measured === null) return false;
  const { value, standardError, converged, products, ...others } = measured as Partial<Record<keyof Estimate, unknown>>;
  return (
    typeof value === 'number' &&
    (standardError === undefined || typeof standardError === 'number') &&
    (converged === undefined || typeof converged === 'boolean') &&
    (products === undefined || typeof products === 'number') &&
    Object.keys(others).length === 0
  );
}

function withoutNonFinite(known: Uncertainty): Uncertainty {
  return Object.fromEntries(
    Object.entries(known).filter(([, value]) => typeof value === 'boolean' || Number.isFinite(value)),
  );
}

function finite(values: Float64Array | readonly number[]): Float64Array {
  return Float64Array.from(values, (value) => (Number.isFinite(value) ? value : Number.NaN));
}
