import type { Loss } from '@sharpness-lab/core';
import type { FixedNorm, FusedStep } from '../bindings.ts';
import type { BatchEpochKernel, EpochKernel, Kernels } from '../kernels.ts';
import type { Layout } from '../layout.ts';
import type { Memory } from '../memory.ts';
import type { MemoryMap } from '../memory-map.ts';
import type { Passes } from '../passes.ts';
import type { Products } from '../products.ts';
import type { Field } from '../workspace.ts';

/** What the fused kernels do in each step of a phase. */
export interface FusedPhase extends FusedStep {
  readonly batchSize: number;
  /** What is projected after every step; absent where nothing is. */
  readonly fixedNorm?: FixedNorm | undefined;
}

/** A network as the kernels of its family see it, for inputs of a given dimension and a number of training samples. */
export interface Network {
  readonly layout: Layout;
  /** Sizes, in elements, of the regions of the workspace that the family needs beyond the common ones. */
  readonly regions: Readonly<Partial<Record<Field, number>>>;
  /** Integer fields of the workspace that the family needs beyond the common ones. */
  readonly integers: Readonly<Partial<Record<Field, number>>>;
  /** Single-precision fields of the workspace. */
  readonly floats: Readonly<Partial<Record<Field, number>>>;
  /** Fills in regions that never change. */
  writeTables?(buffer: ArrayBuffer, regions: MemoryMap['regions']): void;
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
