/*
 * Whole epochs of single-sample SAM for networks of any depth (see deep.ts):
 *
 *     theta <- theta - learningRate (grad L_i(theta + rho g / ||g||) + weightDecay theta),    g = grad L_i(theta),
 *
 * and plain SGD when rho is 0. The gradient of one sample is of rank one in every layer, so
 *
 *     ||grad f||^2 = ||h_{D-1}||^2 + sum_l ||delta_l||^2 ||h_{l-1}||^2 + ||delta_1||^2 ||x'||^2,
 *
 * Quantities at the perturbed point theta + s grad f are primed:
 *
 *     a'_1 = a_1 + s ||x'||^2 delta_1,    a'_l = W_l h'_{l-1} + s (h_{l-1} . h'_{l-1}) delta_l,
 *     delta'_{D-1} = (w + s h_{D-1}) 1[a'_{D-1} > 0],
 *     delta'_{l-1} = (W_l^T delta'_l + s (delta_l . delta'_l) h_{l-1}) 1[a'_{l-1} > 0],
 *
 * so the perturbed weights are never computed. A neuron of the first layer that is inactive at theta stays inactive.
 *
 * The second layer's a'_2 needs no pass over W_2 of its own. Where no neuron of the first layer becomes inactive,
 * W_2 h'_1 = a_2 + s ||x'||^2 W_2 delta_1. The pass that computes delta_1k = W_2k . delta_2 also computes
 * W_2 delta_1 = sum_k delta_1k W_2k. A correction removes the few neurons that become inactive.
 *
 * The pre-activations of BLOCK samples in the first layer come from one product, as in sam.ts.
 *
 * Weight decay is a factor c in front of the parameters. The vector holds phi, with theta = c phi, see scaling.ts.
 */
import { gather, listDot, scaleList, scatterAdd } from './active';
import { activate, forwardFromFirst, readOutLayer, scaledList, spread, sumActiveRows } from './deep';
import { addRow, rowDots, rowDotsAndAdd, rowDotsAndSum } from './deep-rows';
import { firstLayer, firstMovedLayer, Layer, lastLayer, layerAbove } from './layer';
import { firstDerivative } from './loss';
import { addOuter } from './rows';
import { openBlock } from './sam';
import { closeScaling, decayFactors, incomingScale, inverseScale, keepInRange, openScaling } from './scaling';
import { relu } from './simd';
import { BLOCK, Workspace } from './workspace';

/**
 * Steps once for each of the first `count` samples of the order.
 *
 * @returns the number of steps before the first that met a residual that is not finite
 */
export function deepSamEpoch(
  workspace: Workspace,
  parameters: usize,
  count: i32,
  learningRate: f64,
  rho: f32,
  weightDecay: f64,
): i32 {
  openScaling(workspace, parameters, learningRate, weightDecay, 0);
  const steps = deepSamSteps(workspace, parameters, count, <f32>learningRate, rho);
  closeScaling(workspace, parameters);
  return steps;
}

/** The steps of {@link deepSamEpoch}. */
function deepSamSteps(workspace: Workspace, parameters: usize, count: i32, learningRate: f32, rho: f32): i32 {
  for (let start = 0; start < count; start += BLOCK) {
    const size = min(BLOCK, count - start);
    openBlock(workspace, parameters, start, size);
    for (let k = 0; k < size; k++) {
      const target = load<f32>(workspace.stepTargets + ((start + k) << 2));
      if (!deepSamStep(workspace, parameters, k, target, learningRate, rho)) return start + k;
    }
  }
  return count;
}

/** One step on sample k of the block. Returns false and moves nothing when the residual is not finite. */
function deepSamStep(workspace: Workspace, parameters: usize, k: i32, target: f32, learningRate: f32, rho: f32): bool {
  const gram = workspace.gram + ((k * BLOCK) << 2);
  const c = incomingScale();
  let layer = firstLayer(workspace);
  loadColumn(workspace.preActivations + (k << 2), c, layer.width, layer.preActivations);
  activate(layer);
  let output = forwardFromFirst(workspace, parameters, c);
  const residual = firstDerivative(workspace, output, target);
  let distance: f32 = 0;
  if (rho > 0 && residual != 0) {
    const squaredInput = load<f32>(gram + (k << 2));
    const squaredGradient = differentiate(workspace, parameters, c, squaredInput);
    if (squaredGradient > 0) {
      distance = copysign<f32>(rho, residual) / Mathf.sqrt(squaredGradient);
      output = forwardMoved(workspace, parameters, c, distance, squaredInput);
      layer = firstMovedLayer(workspace);
    }
  }
  const change = -learningRate * firstDerivative(workspace, output, target);
  if (!isFinite(residual + change)) return false;
  // The step's derivatives are of the values that the vector still holds, at the old factor.
  decayFactors();
  const inverse = inverseScale();
  update(workspace, parameters, c, inverse, layer, distance, change);
  scaleList(layer.derivatives, inverse, layer.active);
  addOuter(
    parameters,
    workspace.stride,
    layer.index,
    layer.derivatives,
    layer.active,
    workspace.rows + ((k * workspace.stride) << 2),
  );
  addOuter(workspace.preActivations, BLOCK, layer.index, layer.derivatives, layer.active, gram);
  keepInRange(workspace, parameters);
  return true;
}

/** out <- c times the column of the block at an address. */
function loadColumn(p: usize, c: f32, count: i32, out: usize): void {
  const factors = f32x4.splat(c);
  for (const end = out + ((<usize>count) << 2); out < end; out += 16, p += 16 * BLOCK) {
    const ab = v128.load_lane<f32>(p, v128.load32_zero(p), 1, 4 * BLOCK);
    const column = v128.load_lane<f32>(p, v128.load_lane<f32>(p, ab, 2, 8 * BLOCK), 3, 12 * BLOCK);
    v128.store(out, f32x4.mul(factors, column));
  }
}

/**
 * ||grad f||^2. Keeps the derivatives at theta, and W_2 delta_1 / c^2 in the pre-activations of the second layer at the
 * perturbed point.
 */
function differentiate(workspace: Workspace, parameters: usize, c: f32, squaredInput: f32): f32 {
  const top = workspace.hiddenLayers - 1;
  let layer = lastLayer(workspace);
  let squares = listDot(layer.hidden, layer.hidden, layer.active);
  for (let l = top; l > 0; l--) {
    const below = layerAbove(layer, -1);
    const matrix = parameters + layer.weights;
    spread(layer, 1);
    squares +=
      listDot(layer.derivatives, layer.derivatives, layer.active) * listDot(below.hidden, below.hidden, below.active);
    if (l > 1) {
      rowDots(
        matrix,
        layer.width,
        below.index,
        below.active,
        layer.offsets,
        layer.values,
        layer.blocks,
        below.derivatives,
      );
    } else {
      const sum = layerAbove(firstMovedLayer(workspace)).preActivations;
      memory.fill(sum, 0, layer.width << 2);
      rowDotsAndSum(
        matrix,
        layer.width,
        below.index,
        below.active,
        layer.offsets,
        layer.values,
        layer.blocks,
        below.derivatives,
        sum,
      );
    }
    scaleList(below.derivatives, c, below.active);
    layer = below;
  }
  return squares + squaredInput * listDot(layer.derivatives, layer.derivatives, layer.active);
}

/** f at theta + distance grad f. */
function forwardMoved(workspace: Workspace, parameters: usize, c: f32, distance: f32, squaredInput: f32): f32 {
  let layer = firstLayer(workspace);
  let moved = firstMovedLayer(workspace);
  const move = distance * squaredInput;
  moved.active = layer.active;
  moveList(layer.hidden, move, layer.derivatives, layer.active, moved.hidden);
  for (let l = 1; l < workspace.hiddenLayers; l++) {
    const above = layerAbove(layer);
    const movedAbove = layerAbove(moved);
    const a = movedAbove.preActivations;
    if (l == 1) {
      addScaled(above.preActivations, move * c * c, a, above.width);
      dropSwitchedOff(layer, move, parameters + above.weights, c, above.width, a);
    } else {
      sumActiveRows(workspace, parameters, moved, movedAbove, c);
    }
    const overlap = listDot(moved.unmoved, moved.hidden, moved.active);
    scatterAdd(a, above.index, distance * overlap, above.derivatives, above.active);
    activate(movedAbove);
    gather(above.preActivations, 1, movedAbove.index, movedAbove.active, movedAbove.unmoved);
    reluList(movedAbove.unmoved, movedAbove.active);
    layer = above;
    moved = movedAbove;
  }
  return readOutLayer(workspace, parameters, moved, c) + distance * listDot(moved.unmoved, moved.hidden, moved.active);
}

/** out_k <- relu(x_k + factor y_k) for lists of `count` entries. */
function moveList(x: usize, factor: f32, y: usize, count: i32, out: usize): void {
  const factors = f32x4.splat(factor);
  for (const end = x + ((<usize>count) << 2); x < end; x += 16, y += 16, out += 16) {
    v128.store(out, relu(f32x4.add(v128.load(x), f32x4.mul(factors, v128.load(y)))));
  }
}

/** x <- relu(x) for a list of `count` entries. */
function reluList(x: usize, count: i32): void {
  for (const end = x + ((<usize>count) << 2); x < end; x += 16) v128.store(x, relu(v128.load(x)));
}

/** out <- x + factor out, for `count` floats, a multiple of 4. */
function addScaled(x: usize, factor: f32, out: usize, count: i32): void {
  const factors = f32x4.splat(factor);
  for (const end = x + ((<usize>count) << 2); x < end; x += 16, out += 16) {
    v128.store(out, f32x4.add(v128.load(x), f32x4.mul(factors, v128.load(out))));
  }
}

/**
 * Subtracts the neurons that the move makes inactive from c times a sum over all neurons. Their h + move delta is below
 * 0.
 */
function dropSwitchedOff(layer: Layer, move: f32, matrix: usize, c: f32, stride: usize, out: usize): void {
  for (let p: usize = 0; p < (<usize>layer.active) << 2; p += 4) {
    const a = load<f32>(layer.hidden + p) + move * load<f32>(layer.derivatives + p);
    if (a < 0) addRow(matrix + <usize>load<u32>(layer.index + p) * (stride << 2), stride, -a * c, out);
  }
}

/**
 * phi <- phi + change inverse grad f for theta = c phi, in all layers above the first. grad f is taken at the point of
 * the layers from `first` on. The first layer's derivatives times `change` are kept.
 */
function update(
  workspace: Workspace,
  parameters: usize,
  c: f32,
  inverse: f32,
  first: Layer,
  distance: f32,
  change: f32,
): void {
  const top = workspace.hiddenLayers - 1;
  let layer = layerAbove(first, top);
  if (distance != 0) addList(distance, layer.unmoved, layer.derivatives, layer.active);
  scaleList(layer.derivatives, change, layer.active);
  scatterAdd(parameters + workspace.outgoing, layer.index, change * inverse, layer.hidden, layer.active);
  for (let l = top; l > 0; l--) {
    const below = layerAbove(layer, -1);
    const matrix = parameters + layer.weights;
    spread(layer, 1);
    rowDotsAndAdd(
      matrix,
      layer.width,
      below.index,
      scaledList(workspace, below.hidden, inverse, below.active),
      below.active,
      layer.offsets,
      layer.values,
      layer.blocks,
      below.derivatives,
    );
    scaleList(below.derivatives, c, below.active);
    if (distance != 0) {
      const overlap = listDot(layerAbove(firstLayer(workspace), l).deltas, layer.deltas, layer.width);
      addList(distance * overlap, below.unmoved, below.derivatives, below.active);
    }
    layer = below;
  }
  dropInactive(layer);
}

/** y <- y + factor x for lists of `count` entries. */
function addList(factor: f32, x: usize, y: usize, count: i32): void {
  const factors = f32x4.splat(factor);
  for (const end = x + ((<usize>count) << 2); x < end; x += 16, y += 16) {
    v128.store(y, f32x4.add(v128.load(y), f32x4.mul(factors, v128.load(x))));
  }
}

/** derivatives_k <- 0 where h_k = 0. */
function dropInactive(layer: Layer): void {
  let h = layer.hidden;
  let d = layer.derivatives;
  for (const end = h + ((<usize>layer.active) << 2); h < end; h += 16, d += 16) {
    v128.store(d, v128.andnot(v128.load(d), f32x4.le(v128.load(h), f32x4.splat(0))));
  }
}
