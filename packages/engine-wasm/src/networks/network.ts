import type { Loss } from '@sharpness-lab/core';
import type { FixedNorm, FusedStep } from '../bindings.ts';
import type { BatchEpochKernel, EpochKernel, Kernels } from '../kernels.ts';
import type { Memory } from '../memory.ts';
import type { NetworkMemory } from '../memory-map.ts';
import type { Passes } from '../passes.ts';
import type { Products } from '../products.ts';

/** The steps of a phase that the fused kernels do. */
export interface FusedPhase extends FusedStep {
  readonly batchSize: number;
  /** The norm that is restored after every step. Absent where there is none. */
  readonly fixedNorm?: FixedNorm | undefined;
}

/** A network as the kernels of its family see it, for inputs of a given dimension and a number of training samples. */
export interface Network extends NetworkMemory {
  /** Forward and backward passes with a loss. */
  passes(memory: Memory, loss: Loss): Passes;
  /** Products of the training loss's second derivatives with vectors. */
  products(memory: Memory, loss: Loss): Products;
  /** Whether the family's fused kernels do these steps. */
  fuses(phase: FusedPhase): boolean;
  /** Whole epochs of fused steps on one sample each. */
  fusedEpoch(kernels: Kernels): EpochKernel;
  /** Whole epochs of fused steps on larger batches of a kind, where the family has a kernel for them. */
  batchEpoch?(kernels: Kernels, batches: FusedStep['batches']): BatchEpochKernel;
}
