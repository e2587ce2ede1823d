import { decideByWorst, type LabelledValue } from '@sharpness-lab/studies';
import { traceByDifferences } from '../finite-differences.ts';
import { squaredError } from '../reference-losses.ts';
import { pointsOf, simLnNetwork } from '../reference-networks.ts';
import { relativeError } from '../relative-error.ts';
import { xorSamples } from '../xor-samples.ts';
import type { Slip } from './slip.ts';

const EPSILON = 2;
const settings = [
  { dimension: 10, size: 6 },
  { dimension: 30, size: 12 },
] as const;

/**
 * Theorem 5.1 has two cases: memorizing neurons below epsilon, where the net is not normalized, and above. With
 * t = ||x'|| |y| / epsilon their traces are 4 t and 2, so the least one changes sides at t = 1/2, that is, at
 * ||x'|| |y| = epsilon / 2. Between there and epsilon the net that is not normalized exists and misses the bound.
 */
export function theorem51Cases(): Slip {
  return {
    where: 'Theorem 5.1, cases',
    quantity: "trace at ||x'|| |y| = 0.9 epsilon",
    printed: trace(30, 12, 0.9, false),
    corrected: trace(30, 12, 0.9, true),
    claims: [
      decideByWorst(
        {
          id: 'slips/theorem-5.1/printed',
          statement: "Where epsilon / 2 < ||x'|| |y| < epsilon, the case without normalization misses the bound.",
          statistic: "trace by differences over the bound, ||x'|| |y| / epsilon = 0.6 to 0.9",
          expected: { above: 1.1 },
          why: 'the trace is 4 t where the bound is 2',
        },
        at(
          [0.6, 0.75, 0.9],
          (measured, bound) => measured / bound,
          () => false,
        ),
      ),
      decideByWorst(
        {
          id: 'slips/theorem-5.1/corrected',
          statement: 'With the cases split at epsilon / 2 the net meets the bound.',
          statistic: "relative distance of the trace to the bound, ||x'|| |y| / epsilon = 0.2 to 2",
          expected: { below: 1e-5 },
          why: 'targets are rounded to single precision',
        },
        at([0.2, 0.45, 0.55, 0.75, 0.9, 2], relativeError, (t) => t > 0.5),
      ),
    ],
  };
}

function at(
  ts: readonly number[],
  of: (trace: number, bound: number) => number,
  normalized: (t: number) => boolean,
): LabelledValue[] {
  return settings.flatMap(({ dimension, size }) =>
    ts.map((t) => ({
      label: `d = ${dimension}, n = ${size}, t = ${t}`,
      value: of(trace(dimension, size, t, normalized(t)), 2 * Math.min(1, 2 * t)),
    })),
  );
}

function trace(dimension: number, size: number, t: number, normalized: boolean): number {
  const norm = Math.sqrt(dimension);
  const extended = Math.sqrt(dimension + 1);
  const target = (t * EPSILON) / extended;
  const train = xorSamples(dimension, size, 0, target);
  // A neuron's activation on its sample, and its weight to the output for a target of size 1.
  const activation = normalized ? 2 * EPSILON : Math.sqrt(extended * EPSILON * target);
  const outgoing = normalized ? 1 : EPSILON / activation;
  const margin = 1 / norm;
  const weights = {
    W1: Float64Array.from(
      pointsOf(train).flatMap((x) => [...x]),
      (value) => (activation * value) / norm / margin,
    ),
    b1: new Float64Array(size).fill((activation * (margin - norm)) / margin),
    W2: Float64Array.from(train.targets, (y) => y * outgoing),
  };
  return traceByDifferences(simLnNetwork(EPSILON), weights, train, squaredError);
}
