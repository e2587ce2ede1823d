/** A stretch of the unit circle, counterclockwise between two angles in radians, from < to <= from + 2 pi. */
export interface Arc {
  readonly from: number;
  readonly to: number;
}

/**
 * The arc of the unit circle on which a neuron relu(w.x + b) is active, around the direction phi of w:
 *
 *     ||w|| cos(angle - phi) + b > 0   <=>   |angle - phi| < arccos(-b / ||w||).
 *
 * Undefined for a neuron that is active nowhere.
 */
export function activeArc([w1, w2]: readonly [number, number], bias: number): Arc | undefined {
  const norm = Math.sqrt(w1 * w1 + w2 * w2);
  if (bias <= -norm) return undefined;
  const middle = Math.atan2(w2, w1);
  const half = bias > norm ? Math.PI : Math.acos(-bias / norm);
  return { from: middle - half, to: middle + half };
}

/** Whether an arc contains a point of the plane's direction. */
export function contains({ from, to }: Arc, [x1, x2]: readonly [number, number]): boolean {
  const turn = 2 * Math.PI;
  const fromStart = Math.atan2(x2, x1) - from;
  return fromStart - turn * Math.floor(fromStart / turn) < to - from;
}
