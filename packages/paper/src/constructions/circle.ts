import { LabError, type ParameterValues, pow, type Samples } from '@sharpness-lab/core';

/** Neurons end this fraction short of the neighbouring sample, so that it does not sit on a kink. */
const CLEARANCE = 1e-3;

/**
 * A flattest network f(x) = W2 relu(W1 x + b1) for samples with (x[1], x[2]) on the unit circle that nearly interpolates
 * between neighbours on the circle, y_i sin(b/2) cos(a/2) + y_j sin(a/2) cos(b/2) over sin((a + b)/2) at angles a from
 * sample i and b from j. Every neuron is active on one sample, so that the trace meets the bound
 * (4/n) sum_i sqrt(||x_i||^2 + 1) |y_i|; each sample has 2 K neurons.
 *
 * A neuron that is active from angle -l to r around its sample is, with t = tan(angle/2), proportional to
 * (1 + t / T_l) (1 - t / T_r) / (1 + t^2), T = tan(l/2), tan(r/2). Half of the sample's weight goes to neurons with one
 * short T_l = narrowness T_g, for the next sample at T_g, mixed over T_r so that the sum of (1 - t / T_r)+ is F(t),
 * convex: 2 (1 - t / T_g) / (1 + t / T_l) at K geometric nodes from t = (1 + sqrt(2)) T_l to T_g, and linear from
 * F(0) = 1 to the first. The other half is its mirror image. What is off is at most of size |y_i|, at distances
 * of the order of narrowness times the gap. With a narrowness of the order of the squared gap and enough nodes, the mean
 * squared error for Lipschitz targets is of the order of the squared gap. In single precision the outputs have relative
 * errors of about 6e-8 / (2 T_l T_g), which limits how narrow neurons and gaps may be.
 *
 * @param train samples at three or more angles, none equal and no gap of half the circle
 * @param narrowness in (0, 0.2)
 * @param nodes K >= 3
 * @throws LabError of kind `config` when two samples have the same angle or a gap is half the circle or more.
 *
 * Source: ours, for what proposition A.2 of Wen, Li, Ma, 2023, arXiv:2307.11007, claims; the net printed there as
 * equation (17) does not interpolate.
 */
export function circleNet(train: Samples, narrowness = 0.01, nodes = 24): ParameterValues<'W1' | 'b1' | 'W2'> {
  const { size, dimension } = train;
  const width = 2 * nodes * size;
  const net = { W1: new Float32Array(width * dimension), b1: new Float32Array(width), W2: new Float32Array(width) };
  const order = byAngle(train);
  let neuron = 0;
  order.forEach((i, place) => {
    const x = train.inputs.subarray(i * dimension, (i + 1) * dimension);
    const [c, s] = x as unknown as readonly [number, number];
    const y = train.targets[i] as number;
    const norm = Math.sqrt(x.reduce((sum, value) => sum + value * value, 1));
    for (const side of [1, -1]) {
      const end = (1 - CLEARANCE) * halfTangent(train, i, order[(place + side + size) % size] as number, side);
      const opposite = halfTangent(train, i, order[(place - side + size) % size] as number, -side);
      const near = Math.min(narrowness * end, (1 - CLEARANCE) * opposite);
      for (const { far, weight } of mixture(near, end, nodes)) {
        const share = (weight / 2) * Math.abs(y);
        const activation = Math.sqrt(share * norm);
        const scale = activation / (2 * near * far);
        const along = scale * (1 + near * far);
        const across = side * scale * (far - near);
        net.W1.set([along * c - across * s, along * s + across * c], neuron * dimension);
        net.b1[neuron] = -scale * (1 - near * far);
        net.W2[neuron] = activation === 0 ? 0 : (Math.sign(y) * share) / activation;
        neuron++;
      }
    }
  });
  return net;
}

/** Weights mu_k of (1 - t / T_k)+ whose sum is F at the nodes T_k; they are positive and add up to 1, as F is convex. */
function mixture(near: number, end: number, nodes: number): { far: number; weight: number }[] {
  const first = (1 + Math.SQRT2) * near;
  const places = [0, ...Array.from({ length: nodes - 1 }, (_, k) => first * pow(end / first, k / (nodes - 1))), end];
  const value = (t: number) => (t === 0 ? 1 : t >= end ? 0 : (2 * (1 - t / end)) / (1 + t / near));
  const slopes = places.slice(1).map((to, k) => {
    const from = places[k] as number;
    return (value(to) - value(from)) / (to - from);
  });
  return slopes.map((slope, k) => {
    const far = places[k + 1] as number;
    return { far, weight: far * ((slopes[k + 1] ?? 0) - slope) };
  });
}

/** tan of half the angle from sample i to j, counter-clockwise for side 1 and clockwise for -1. */
function halfTangent({ dimension, inputs }: Samples, i: number, j: number, side: number): number {
  const [c, s, u, v] = [i, j].flatMap((at) => [...inputs.subarray(at * dimension, at * dimension + 2)]) as [
    number,
    number,
    number,
    number,
  ];
  const tangent = (side * (c * v - s * u)) / (1 + c * u + s * v);
  if (!(tangent > 1e-6)) {
    throw new LabError(
      'config',
      `init: a net on the circle needs samples at different angles, less than half the circle apart, unlike ${i} and ${j}`,
    );
  }
  return tangent;
}

/** The samples in the order of their angles. */
function byAngle({ size, dimension, inputs }: Samples): number[] {
  /** Grows with the angle, from -2 to 2. */
  const turn = (i: number) => {
    const [c, s] = inputs.subarray(i * dimension, i * dimension + 2) as unknown as readonly [number, number];
    return s < 0 ? c - 1 : 1 - c;
  };
  const turns = Array.from({ length: size }, (_, i) => turn(i));
  return turns.map((_, i) => i).sort((a, b) => (turns[a] as number) - (turns[b] as number));
}
