import { firstLayer, type Points, type Weights } from './reference-networks.ts';

/** How many inputs have no neuron of the first layer that is active on them and, of all these inputs, on no other. */
export function withoutOwnNeuron(weights: Weights, inputs: Points): number {
  const owners = new Set<number>();
  for (const x of inputs) {
    const active = [...firstLayer(weights, x).entries()].filter(([, value]) => value > 0);
    const [first] = active;
    if (active.length === 1 && first !== undefined) owners.add(first[0]);
  }
  return inputs.length - owners.size;
}
