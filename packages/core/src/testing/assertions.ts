/** Throws an error with this message unless the condition holds. */
export function ensure(condition: boolean, message: string): asserts condition {
  if (!condition) throw new Error(message);
}

/** Ensures |actual - expected| <= tolerance max(1, |expected|). */
export function ensureClose(actual: number, expected: number, tolerance: number, what: string): void {
  const error = Math.abs(actual - expected);
  ensure(
    error <= tolerance * Math.max(1, Math.abs(expected)),
    `${what}: expected ${expected} within ${tolerance}, got ${actual}`,
  );
}

/** Ensures that every number is finite. */
export function ensureFinite(values: ArrayLike<number>, what: string): void {
  const index = Array.from(values).findIndex((value) => !Number.isFinite(value));
  ensure(index === -1, `${what}: expected finite numbers, got ${values[index]} at position ${index}`);
}

/** Ensures a length. */
export function ensureLength(values: ArrayLike<number>, length: number, what: string): void {
  ensure(values.length === length, `${what}: expected ${length} numbers, got ${values.length}`);
}

/** Whether two arrays hold the same numbers. */
export function sameNumbers(a: ArrayLike<number>, b: ArrayLike<number>): boolean {
  return a.length === b.length && Array.from(a).every((value, index) => Object.is(value, b[index]));
}

/** Ensures that two arrays hold the same numbers to the last bit. */
export function ensureSame(actual: ArrayLike<number>, expected: ArrayLike<number>, what: string): void {
  ensureLength(actual, expected.length, what);
  const index = Array.from(actual).findIndex((value, position) => !Object.is(value, expected[position]));
  ensure(index === -1, `${what}: expected ${show(expected[index])} at position ${index}, got ${show(actual[index])}`);
}

/** Ensures max_i |actual_i - expected_i| <= tolerance max(1, max_i |expected_i|). */
export function ensureAllClose(
  actual: ArrayLike<number>,
  expected: ArrayLike<number>,
  tolerance: number,
  what: string,
): void {
  ensureLength(actual, expected.length, what);
  const scale = Array.from(expected).reduce((largest, value) => Math.max(largest, Math.abs(value)), 1);
  for (let i = 0; i < expected.length; i++) {
    const error = Math.abs((actual[i] as number) - (expected[i] as number));
    ensure(
      error <= tolerance * scale,
      `${what}: expected ${expected[i]} within ${tolerance * scale} at position ${i}, got ${actual[i]}`,
    );
  }
}

function show(value: number | undefined): string {
  return Object.is(value, -0) ? '-0' : String(value);
}
