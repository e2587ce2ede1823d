import { Workspace } from './workspace';

/**
 * A hidden layer of a deep network at one point in parameter space; src/networks/deep.ts fills the fields in, 4 bytes
 * each, whose names the build reads from here. The layers of a point lie one after the other.
 *
 * The weights of the first layer lie as in a two-layer network. Those of a layer above it lie transposed, one row per
 * neuron of the layer below, because most of what is done with them is done with the rows of active neurons only.
 */
@unmanaged
export class Layer {
  /** Neurons, padded to a multiple of 8: the length of a row of weights, except in the first layer. */
  width: i32;
  /** Offset of the weights in a parameter vector, in bytes. */
  weights: usize;

  /** Pre-activations a of the sample at hand. */
  preActivations: usize;
  /** Active neurons: indices, activations, derivatives of f in their pre-activations, and how many. */
  index: usize;
  hidden: usize;
  derivatives: usize;
  active: i32;
  /** Activations at theta of the neurons that are active at the perturbed point. */
  unmoved: usize;
  /** The derivatives of all neurons, 0 for those that are not active (all layers but the first). */
  deltas: usize;
  /** The blocks of those: offsets, values, and how many (see deep-rows.ts). */
  offsets: usize;
  values: usize;
  blocks: i32;

  /** Pre-activations of a chunk of samples, and derivatives in them, one sample a row. */
  preActivationRows: usize;
  deltaRows: usize;
  /** The derivatives of both along a direction. */
  tangentRows: usize;
  deltaTangentRows: usize;
}

/** The layer `steps` above, or below where it is negative. */
export function layerAbove(layer: Layer, steps: i32 = 1): Layer {
  return changetype<Layer>(changetype<usize>(layer) + <usize>steps * offsetof<Layer>());
}

/** The first hidden layer at theta. */
export function firstLayer(workspace: Workspace): Layer {
  return changetype<Layer>(workspace.layers);
}

/** The last hidden layer at theta. */
export function lastLayer(workspace: Workspace): Layer {
  return layerAbove(firstLayer(workspace), workspace.hiddenLayers - 1);
}

/** The first hidden layer at the perturbed point. */
export function firstMovedLayer(workspace: Workspace): Layer {
  return layerAbove(firstLayer(workspace), workspace.hiddenLayers);
}
