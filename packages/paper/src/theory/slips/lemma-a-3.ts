import { rootStream } from '@sharpness-lab/core';
import { decideByWorst, type LabelledValue } from '@sharpness-lab/studies';
import { squaredGradientNorms, traceByDifferences } from '../finite-differences.ts';
import { squaredError } from '../reference-losses.ts';
import { firstLayer, pointsOf, simBnNetwork, type Weights } from '../reference-networks.ts';
import { relativeError } from '../relative-error.ts';
import { wholeCube, xorSamples } from '../xor-samples.ts';
import { quadrants } from './quadrants.ts';
import type { Slip } from './slip.ts';

const dimensions = [3, 4, 6] as const;
/** The first layer's scale: large, since the trace falls to its infimum as it grows. */
const SCALE = 1000;

/**
 * Lemma A.3 drops the factor 2 of lemma 4.1: 4 is the infimum of ||gamma||^2 + ||W2||^2 over interpolating nets on a
 * complete training set, and the infimum of the trace is 8.
 */
export function lemmaA3(): Slip {
  const at = (value: (dimension: number) => number): LabelledValue[] =>
    dimensions.map((dimension) => ({ label: `d = ${dimension}`, value: value(dimension) }));
  return {
    where: 'Lemma A.3',
    quantity: 'infimum of the Sim-BN trace',
    printed: 4,
    corrected: trace(6),
    claims: [
      decideByWorst(
        {
          id: 'slips/lemma-a.3/printed',
          statement: 'The flattest Sim-BN net has a trace of 8, not of the printed 4.',
          statistic: 'relative distance of the trace by differences to 8',
          expected: { below: 1e-5 },
          why: 'at scale 1000 the trace is within 1e-5 of its infimum',
        },
        at((dimension) => relativeError(trace(dimension), 8)),
      ),
      decideByWorst(
        {
          id: 'slips/lemma-a.3/corrected',
          statement: 'No Sim-BN net has (2/n) sum_i ||grad f(x_i)||^2 below 2 (||gamma||^2 + ||W2||^2).',
          statistic: 'their ratio, random networks, neurons that are silent on all samples left out',
          expected: { above: 1 - 1e-5 },
          why: 'differences are right to about 1e-6',
        },
        [0, 1, 2, 3, 4, 5].map((seed) => ({ label: `seed ${seed}`, value: ratioOfRandomNet(seed) })),
      ),
    ],
  };
}

function trace(dimension: number): number {
  const { W1, b1, signs } = quadrants(dimension, SCALE);
  const balanced = Math.sqrt(0.5);
  const weights = { W1, b1, gamma: signs.map(() => balanced), W2: signs.map((sign) => sign * balanced) };
  return traceByDifferences(simBnNetwork, weights, wholeCube(dimension), squaredError);
}

function ratioOfRandomNet(seed: number): number {
  const [dimension, width] = [6, 4 + seed];
  const stream = rootStream(seed).child('weights');
  const normals = (size: number) => Float64Array.from({ length: size }, () => stream.normal());
  const weights = { W1: normals(width * dimension), b1: normals(width), gamma: normals(width), W2: normals(width) };
  const train = xorSamples(dimension, 15, seed);
  const norms = squaredGradientNorms(simBnNetwork, weights, train);
  const mean = norms.reduce((sum, norm) => sum + norm, 0) / train.size;
  return mean / squaredScales(weights, pointsOf(train));
}

/** sum_j (gamma_j^2 + W2_j^2) over the neurons that are active on some input. */
function squaredScales(weights: Weights, points: readonly Float64Array[]): number {
  const layers = points.map((x) => firstLayer(weights, x));
  return (weights.W2 as Float64Array).reduce((sum, w2, j) => {
    const gamma = weights.gamma?.[j] as number;
    return layers.some((layer) => (layer[j] as number) > 0) ? sum + w2 * w2 + gamma * gamma : sum;
  }, 0);
}
