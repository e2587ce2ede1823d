import { LabError, type ParameterValues, type Samples } from '@sharpness-lab/core';
import { memorizingNet } from './memorizing.ts';

/**
 * A flattest network f(x) = W2 relu(W1 x + b1) for targets that depend on s coordinates of x alone, which take the
 * values v_1, ..., v_k with targets y_1, ..., y_k, on inputs of norm R. If the values are extreme points, neuron j is
 * active on value j alone: with unit w_j, w_j.v_j > w_j.v_i for i != j, eps below those gaps and
 * r_j^2 = |y_j| sqrt(R^2 + 1),
 *
 *     W1_j = r_j w_j / eps on those coordinates and 0 on the others,    b1_j = r_j (eps - w_j.v_j) / eps,    W2_j = y_j / r_j.
 *
 * It is right for all such inputs, and the trace of its Hessian meets the lower bound (4/n) sum_i sqrt(R^2 + 1) |y_i|.
 *
 * @param values v_j as inputs [k, s], with their targets y_j
 * @param coordinates the s coordinates of x, from 0 on
 * @param dimension d, the number of coordinates of x
 * @param norm R
 * @param margin eps as a fraction of the smallest gap, in (0, 1)
 * @throws LabError of kind `config` when the coordinates are not s different ones of x, or values are not extreme points.
 *
 * Source: Wen, Li, Ma, "Sharpness Minimization Algorithms Do Not Only Minimize Sharpness To Achieve Better
 * Generalization", 2023, arXiv:2307.11007, proposition A.1, with w_j where its equation (16) prints v_j, and
 * sqrt(R^2 + 1) in r^2, without which it misses the bound.
 */
export function fewCoordinatesNet(
  values: Samples,
  coordinates: readonly number[],
  dimension: number,
  norm: number,
  margin = 0.5,
): ParameterValues<'W1' | 'b1' | 'W2'> {
  const { size, dimension: few } = values;
  const known = coordinates.every((k) => Number.isInteger(k) && k >= 0 && k < dimension);
  if (!known || coordinates.length !== few || new Set(coordinates).size !== few) {
    throw new LabError(
      'config',
      `coordinates: expected ${few} different ones of 0 to ${dimension - 1}, as many as the values have, ` +
        `got ${coordinates.join(', ')}`,
    );
  }
  const memorized = memorizingNet(values, size, margin);
  const W1 = new Float32Array(size * dimension);
  // The net of the values is balanced for inputs of norm ||v_j||: balance it for R.
  const balances = Array.from({ length: size }, (_, j) => {
    const v = values.inputs.subarray(j * few, (j + 1) * few);
    const squaredNorm = v.reduce((sum, value) => sum + value * value, 0);
    return Math.sqrt(Math.sqrt((norm * norm + 1) / (squaredNorm + 1)));
  });
  balances.forEach((balance, j) => {
    coordinates.forEach((coordinate, k) => {
      W1[j * dimension + coordinate] = balance * (memorized.W1[j * few + k] as number);
    });
  });
  return {
    W1,
    b1: memorized.b1.map((bias, j) => (balances[j] as number) * bias),
    W2: memorized.W2.map((outgoing, j) => outgoing / (balances[j] as number)),
  };
}
