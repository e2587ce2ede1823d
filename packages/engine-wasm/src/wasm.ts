import {
  attribute,
  type Definition,
  defineEngine,
  type Engine,
  type Experiment,
  type Phase,
  type Plugins,
  z,
} from '@sharpness-lab/core';
import {
  type BoundPlugin,
  type ConstraintBinding,
  isPlugin,
  type LossBinding,
  type ModelBinding,
  type OptimizerBinding,
} from './bindings.ts';
import { SHA256 } from './generated/kernels.ts';
import { MEMORY_LIMIT } from './memory.ts';
import { mapMemory } from './memory-map.ts';
import { networkOf } from './networks/index.ts';
import type { FusedPhase, Network } from './networks/network.ts';
import { type Execution, OWN_VECTORS, openSession } from './session.ts';
import { countVectors } from './vector-count.ts';

/** The plugins whose computations the kernels do. */
export interface Bindings {
  readonly models: readonly ModelBinding[];
  readonly optimizers: readonly OptimizerBinding[];
  readonly losses: readonly LossBinding[];
  readonly constraints: readonly ConstraintBinding[];
}

const options = z.object({});

/**
 * The two-layer networks (ReLU with and without bias, simplified BatchNorm and LayerNorm, softplus) and ReLU networks
 * of any depth, by hand-written kernels in WebAssembly with 128-bit SIMD, single precision.
 *
 * In all of these networks, steps on one sample are fused: SGD without momentum, with or without weight decay, SAM
 * around it, and SGD with noise on the labels, on the squared error or the logistic loss. A whole epoch is one call. In
 * two-layer networks without batch normalization, one matrix product serves the steps of several samples, a SAM step
 * needs no second pass, and the norm of the whole first layer may be fixed.
 *
 * In two-layer ReLU networks where no norm is fixed, two kinds of steps on batches are fused. SGD is fused on batches
 * of up to 128 samples without normalization. SAM in slices of one sample (m = 1) is fused with or without layer
 * normalization.
 *
 * Products with the Hessian and the Gauss-Newton matrix are in single precision too: their relative error is about 3e-7.
 *
 * All other optimizers, losses, batch sizes and constraints take the generic path. Kernels do its forward and backward
 * passes and vector arithmetic. The loss is computed in double precision.
 *
 * Neither path uses relaxed SIMD or functions that are rounded differently from machine to machine. So an experiment
 * gives the same bits on every machine.
 *
 * @param bindings evaluated when an engine is created, after all packages are loaded
 */
export function wasmEngine(bindings: () => Bindings): Definition<'engine', typeof options, 'wasm'> {
  return defineEngine({
    name: 'wasm',
    summary: 'all shipped networks by WebAssembly SIMD kernels; sgd, sam and label noise at batch size 1 are fused',
    options,
    create: (_options, plugins) => createEngine(bindings(), plugins),
  });
}

function createEngine(bindings: Bindings, plugins: Plugins): Engine {
  return {
    rank: 100,
    fingerprint: SHA256,
    plan(experiment) {
      const execution = planExecution(experiment, bindings, plugins);
      if (typeof execution === 'string') return { refusal: execution };
      return {
        paths: execution.fusedPhases.map((phase) => (phase === undefined ? 'generic' : 'fused')),
        open: (setup) => openSession(execution, setup),
      };
    },
  };
}

/** How to execute an experiment, or the reason why it cannot be executed. */
function planExecution(experiment: Experiment, bindings: Bindings, plugins: Plugins): Execution | string {
  const { config, dataset, model, phases } = experiment;
  const { name, packageName, options: modelOptions } = config.model;
  const binding = bindings.models.find((bound) => isPlugin(config.model, bound));
  if (binding === undefined) {
    return `has kernels for the models ${listModels(bindings.models)} only, not for "${name}" of ${packageName}; use engine tfjs`;
  }
  const architecture = binding.architecture(modelOptions);
  if (architecture === undefined) {
    return `has kernels for the model "${name}", but not with the options ${JSON.stringify(modelOptions)}; use engine tfjs`;
  }
  const network = networkOf(architecture, dataset.dimension, dataset.trainSize);
  const specs = attribute(model, () => model.parameters(dataset.dimension));
  const [known, given] = [listShapes(network.layout.blocks), listShapes(specs)];
  if (known !== given) {
    return `has kernels for the model "${name}" with the parameters ${known}, but its parameters are ${given}; use engine tfjs`;
  }
  const vectors = countVectors(phases, specs);
  const { size } = mapMemory(network, dataset.trainSize, vectors + OWN_VECTORS);
  if (size > MEMORY_LIMIT) {
    const gigabytes = (size / 1e9).toFixed(1);
    return `would need ${gigabytes} GB of memory for this network and training set, and WebAssembly has 4.3 GB at most; reduce the width, the dimension or the number of samples`;
  }
  const loss = bindings.losses.find((bound) => isPlugin(config.loss, bound))?.kernelLoss(config.loss.options);
  const fusedPhases = phases.map((phase) =>
    loss === undefined ? undefined : fusedPhase(phase, network, bindings, plugins),
  );
  return { experiment, network, loss, fusedPhases, vectors };
}

/** The names of models by their packages. */
function listModels(models: readonly BoundPlugin[]): string {
  const packages = [...new Set(models.map(({ packageName }) => packageName))];
  const ofPackage = (wanted: string) =>
    models.filter(({ packageName }) => packageName === wanted).map(({ name }) => name);
  return packages.map((packageName) => `${ofPackage(packageName).join(', ')} of ${packageName}`).join(' and ');
}

/** The names and shapes of parameters, in alphabetical order. */
function listShapes(parameters: Readonly<Record<string, { readonly shape: readonly number[] }>>): string {
  return Object.keys(parameters)
    .toSorted()
    .map((name) => `${name} [${parameters[name]?.shape.join(', ')}]`)
    .join(', ');
}

/** The fused steps of a phase, where the network's kernels have them. */
function fusedPhase(
  { config }: Phase,
  network: Network,
  { optimizers, constraints }: Bindings,
  plugins: Plugins,
): FusedPhase | undefined {
  const { optimizer, constraint, batchSize } = config;
  const step = optimizers.find((bound) => isPlugin(optimizer, bound))?.fusedStep(optimizer.options, plugins);
  const fixedNorm =
    constraint && constraints.find((bound) => isPlugin(constraint, bound))?.fixedNorm(constraint.options);
  if (step === undefined || (batchSize > 1 && step.batches === undefined)) return undefined;
  if (constraint !== undefined && fixedNorm === undefined) return undefined;
  const phase = { ...step, batchSize, fixedNorm };
  return network.fuses(phase) ? phase : undefined;
}
