/** How well the value of an estimate is known. */
export interface Uncertainty {
  /** Of a mean over random draws. */
  readonly standardError?: number;
  /** Of an iteration, whether it ended by its tolerance. */
  readonly converged?: boolean;
  /** How many products with the Hessian, or with another matrix, it took. */
  readonly products?: number;
}

/** A number that was estimated: by a mean over random draws, by an iteration, or by both. */
export interface Estimate extends Uncertainty {
  readonly value: number;
}

/** Numbers in rows and columns: a landscape, or a spectrum with an eigenvalue and its weight in each row. */
export interface Matrix {
  readonly shape: readonly [rows: number, columns: number];
  /** Row-major. */
  readonly values: Float64Array | readonly number[];
  /** What the columns are called, where they have names. */
  readonly columns?: readonly string[];
}

/**
 * What a metric measured: names of quantities to numbers, estimates, vectors or matrices. A name that does not apply at this
 * point is left out. A number that is not finite is recorded as such, and the user is told.
 */
export type Measurement = Readonly<Record<string, number | Estimate | Float64Array | readonly number[] | Matrix>>;

/** A number that is not finite, as its text: JSON has no such numbers. */
export type NonFinite = 'NaN' | 'Infinity' | '-Infinity';

/** Names of quantities to finite numbers. */
export type MetricValues = Readonly<Record<string, number>>;

/** A vector of shape [n], or a matrix of shape [rows, columns], that was measured. */
export interface NumberArray {
  readonly shape: readonly number[];
  /** Row-major; what was not finite is not a number. */
  readonly values: Float64Array;
  /** What the columns of a matrix are called, where they have names. */
  readonly columns?: readonly string[];
}

/**
 * What all metrics measured at one point, by the names of quantities.
 *
 * @typeParam A how arrays are held
 */
export interface Measured<A = NumberArray> {
  readonly values: MetricValues;
  /** The quantities that were measured and are not finite. They are not among the values. */
  readonly nonFinite?: Readonly<Record<string, NonFinite>>;
  /** Of those values that are estimates. */
  readonly uncertainty?: Readonly<Record<string, Uncertainty>>;
  readonly arrays?: Readonly<Record<string, A>>;
}

/**
 * An array as the files of a run have it: with its numbers, null for what was not finite, or with the name of the file
 * that holds them.
 */
export type SavedArray = Pick<NumberArray, 'shape' | 'columns'> &
  ({ readonly values: readonly (number | null)[] } | { readonly file: string });
