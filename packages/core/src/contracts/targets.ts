/** All kinds of {@link Targets}. */
export const targetKinds = ['real', 'signs', 'signed'] as const;

/**
 * What targets a loss or a metric takes:
 *
 * - `real`: any numbers;
 * - `signs`: -1 and 1, the labels of two classes;
 * - `signed`: numbers other than 0, some positive and some negative. The class of a sample is the sign of its target, and
 *   the size does not count. -1 and 1 are among them.
 */
export type Targets = (typeof targetKinds)[number];
