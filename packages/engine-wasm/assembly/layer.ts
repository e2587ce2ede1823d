import { Workspace } from './workspace';

/**
 * A hidden layer of a deep network at one point in parameter space. The layers of a point lie one after the other.
 * src/networks/deep.ts fills the fields in, 4 bytes each. The build reads their names from here.
 *
 * The first layer's weights lie as in a two-layer network. The weights of a layer above it lie transposed, one row per
 * neuron of the layer below, because most operations use the rows of active neurons only.
 */
@unmanaged
export class Layer {
  /** Neurons, padded to a multiple of 8. Above the first layer it is the length of a row of weights. */
  width: i32;
  /** Offset of the weights in a parameter vector, in bytes. */
  weights: usize;

  /** Pre-activations a of the current sample. */
  preActivations: usize;
  /** Active neurons: their indices, activations, derivatives of f in their pre-activations, and number. */
  index: usize;
  hidden: usize;
  derivatives: usize;
  active: i32;
  /** Activations at theta of the neurons that are active at the perturbed point. */
  unmoved: usize;
  /** The derivatives of all neurons, 0 for neurons that are not active (all layers but the first). */
  deltas: usize;
  /** The blocks of the deltas: their offsets, values and number (see deep-rows.ts). */
  offsets: usize;
  values: usize;
  blocks: i32;

  /** Pre-activations of a chunk of samples, and derivatives in the pre-activations, one sample a row. */
  preActivationRows: usize;
  deltaRows: usize;
  /** The derivatives of both along a direction. */
  tangentRows: usize;
  deltaTangentRows: usize;
}

/** The layer `steps` above, or below where `steps` is negative. */
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
