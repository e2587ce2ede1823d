import { columnNorms, formatTable, type Neuron, neuronTable } from '@sharpness-lab/core';
import type { FinishedRun } from '@sharpness-lab/studies';
import { fits, generalizes } from './common-claims.ts';
import { experiment, oneSam } from './experiments.ts';
import type { Figure } from './figure.ts';
import type { RunsOfSeed } from './figure-claim.ts';
import { atEndOfPhase, unlessFitted } from './measured.ts';

const seeds = 3;

/** The first phase, which ends when rho becomes 1. */
const firstPhase = { figure: 'fig2a', at: atEndOfPhase(0), seeds } as const;

/** The end of training. The effect of rho = 1 depends on the length of the first phase. */
const afterRhoOne = { figure: 'fig2a', at: atEndOfPhase(1), seeds, scale: 'paper' } as const;

/**
 * A claim about the final weights of fig2a. A normalized network is free in the norms of W1, which grow through all of
 * the paper's 1e5 epochs. So its numbers are compared with runs of that length only.
 */
const finalWeights = { figures: ['fig2a'], seeds, scale: 'paper', objection: unlessFitted('fig2a') } as const;

/** Simplified BatchNorm: nearly flattest minimizers generalize, and 1-SAM finds four neurons that see the signal. */
export const figure2: Figure = {
  name: 'fig2',
  panels: {
    fig2a: {
      title: 'simplified BatchNorm, 1-SAM',
      training: {
        experiment: experiment('fig2a', '2-mlp-sim-bn', [
          oneSam({ learningRate: 0.005, rho: 0.1, epochs: 100_000 }),
          oneSam({ learningRate: 0.003, rho: 1, epochs: 100_000 }),
        ]),
        quickEpochs: [3_000, 300],
      },
    },
    fig2b: {
      title: 'simplified BatchNorm, 1-SAM: the first layer at the end',
      networksOf: 'fig2a',
      pictures: ['neurons', 'columns'],
    },
  },
  claims: [
    generalizes({
      ...firstPhase,
      id: 'fig2a/generalizes',
      statement: 'With simplified BatchNorm, 1-SAM generalizes (before the change to rho = 1).',
    }),
    fits({
      ...afterRhoOne,
      id: 'fig2a/fits-after-rho-1',
      statement: 'After the phase with rho = 1 the network still fits the training set.',
    }),
    generalizes({
      ...afterRhoOne,
      id: 'fig2a/generalizes-after-rho-1',
      statement: 'After the phase with rho = 1 the network still generalizes.',
    }),
    {
      ...finalWeights,
      id: 'fig2b/signal-columns-stand-out',
      statement: 'The columns of W1 that belong to x[1] and x[2] have norms far above all others (42.47, 42.48; 5.65).',
      statistic: 'smaller norm of the two signal columns over the largest norm of another',
      expected: { above: 3 },
      why: 'several times the others; the paper’s ratio is 7.5, at the start it is about 1',
      value: (runs) => signalColumnRatio(runs('fig2a')),
    },
    {
      ...finalWeights,
      id: 'fig2b/largest-neurons-see-the-signal-alone',
      statement: 'The four neurons with the largest norms are about c (+-x[1] +- x[2]), their tails near zero.',
      statistic: 'largest ||W1_i[3:d]|| / ||W1_i|| of the four',
      expected: { below: 0.1 },
      why: 'within six degrees of the signal’s plane; a random direction has 0.97, the paper about 0.001',
      value: onLargest((four) => Math.max(...four.map(({ tailNorm, norm }) => tailNorm / norm))),
    },
    {
      ...finalWeights,
      id: 'fig2b/largest-neurons-see-both-coordinates-alike',
      statement: 'In each of these neurons x[1] and x[2] have weights of the same size.',
      statistic: 'smallest ratio of the smaller to the larger of |W1_i[1]|, |W1_i[2]| of the four',
      expected: { above: 0.8 },
      why: 'the same to within a fifth; a neuron along one coordinate has 0',
      value: onLargest((four) => Math.min(...four.map(({ signal: [a, b] }) => evenness(a, b)))),
    },
    {
      ...finalWeights,
      id: 'fig2b/largest-neurons-cover-the-quadrants',
      statement: 'These neurons belong to the four quadrants of (x[1], x[2]), and enter the output with their signs.',
      statistic: 'quadrants that have one of the four, with the sign of x[1] x[2] in the output',
      expected: { above: 3 },
      why: 'all four of them',
      value: onLargest(rightQuadrants),
    },
  ],
  table: (completed) => (completed.length > 0 ? firstLayerTable(completed) : undefined),
};

function signalColumnRatio({ parameters }: FinishedRun): number | undefined {
  const norms = columnNorms(parameters);
  return norms === undefined ? undefined : Math.min(...norms.slice(0, 2)) / Math.max(...norms.slice(2));
}

function onLargest(statistic: (four: readonly Neuron[]) => number): (runs: RunsOfSeed) => number | undefined {
  return (runs) => {
    const neurons = neuronTable(runs('fig2a').parameters);
    return neurons === undefined ? undefined : statistic(neurons.slice(0, 4));
  };
}

function evenness(a: number, b: number): number {
  return Math.min(Math.abs(a), Math.abs(b)) / Math.max(Math.abs(a), Math.abs(b));
}

function rightQuadrants(neurons: readonly Neuron[]): number {
  const right = neurons.filter(({ signal: [a, b], outgoing }) => a * b * outgoing > 0);
  return new Set(right.map(({ signal: [a, b] }) => `${a > 0} ${b > 0}`)).size;
}

/** The four largest neurons and the column norms of each run. */
function firstLayerTable(runs: readonly FinishedRun[]): string {
  const rows = runs.flatMap(({ config: { seed }, parameters }) => [
    ...(neuronTable(parameters) ?? [])
      .slice(0, 4)
      .map(({ index, signal, tailNorm, norm, outgoing }) => [
        `seed ${seed}, neuron ${index}`,
        ...signal.map(fixed),
        fixed(tailNorm),
        fixed(norm),
        outgoing.toFixed(4),
      ]),
    columnRow(`seed ${seed}, column norms`, columnNorms(parameters) ?? []),
  ]);
  return formatTable([['first layer at the end', 'x[1]', 'x[2]', 'x[3:d]', 'norm', 'in the output'], ...rows]);
}

function columnRow(name: string, norms: readonly number[]): string[] {
  return [name, ...norms.slice(0, 2).map(fixed), `largest other ${fixed(Math.max(...norms.slice(2)))}`];
}

function fixed(value: number): string {
  return value.toFixed(3);
}
