import { firstLayer, type Points, type Weights } from './reference-networks.ts';

/**
 * The number of inputs without a neuron of their own: a first-layer neuron that is active on this input and on no
 * other.
 */
export function withoutOwnNeuron(weights: Weights, inputs: Points): number {
  const owners = new Set<number>();
  for (const x of inputs) {
    const active = [...firstLayer(weights, x).entries()].filter(([, value]) => value > 0);
    const [first] = active;
    if (active.length === 1 && first !== undefined) owners.add(first[0]);
  }
  return inputs.length - owners.size;
}
