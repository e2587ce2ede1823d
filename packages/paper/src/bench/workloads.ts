/** The methods that take a workload's steps. */
export const ways = ['wasm', 'plain', 'tfjs'] as const;

/**
 * `wasm`: engine wasm with the figure's own optimizer; `plain`: engine wasm with `plain-sam` in place of 1-SAM; `tfjs`:
 * engine tfjs with the figure's own optimizer.
 */
export type Way = (typeof ways)[number];

/** Training steps to be measured. */
export interface Workload {
  /** The figure with the data, the network and the first phase. */
  readonly figure: string;
  /** The differences to the figure. */
  readonly changes?: Readonly<Record<string, unknown>>;
  /**
   * Epochs at quick scale before measuring starts. Neurons fall silent as training goes on, so that early steps cost
   * more than late ones.
   */
  readonly warmUp: number;
  /** Epochs from the start on that are measured at paper scale; without them the workload is not measured there. */
  readonly epochs?: number;
  /** The methods that take the steps at quick scale. The others are compared with the first one. */
  readonly ways: readonly Way[];
}

/** At the figure's learning rate larger networks diverge. */
const slow = { 'phases.0.optimizer.base.learningRate': 0.002 };

const sgd = { 'phases.0.optimizer': { name: 'sgd', learningRate: 0.01 } };

/**
 * The workloads: one line for each architecture and setting. At paper scale they take a million steps or more, with
 * full batches 20,000.
 */
export const workloads: readonly Workload[] = [
  { figure: 'fig1b', warmUp: 2_000, epochs: 10_000, ways },
  { figure: 'fig4b', warmUp: 2_000, epochs: 10_000, ways },
  { figure: 'fig6a', warmUp: 2_000, epochs: 10_000, ways },
  { figure: 'fig2a', warmUp: 50, epochs: 10_000, ways },
  { figure: 'fig5b', warmUp: 300, epochs: 10_000, ways },
  { figure: 'fig11b', warmUp: 300, epochs: 10_000, ways },
  { figure: 'fig9a', warmUp: 1_000, epochs: 10_000, ways: ['wasm', 'tfjs'] },
  { figure: 'fig9b', warmUp: 1_000, epochs: 10_000, ways },
  { figure: 'fig4b', changes: { 'model.width': 100 }, warmUp: 2_000, ways },
  { figure: 'fig4b', changes: { ...slow, 'model.width': 2_000 }, warmUp: 1_000, ways },
  { figure: 'fig4b', changes: { ...slow, 'dataset.dimension': 100 }, warmUp: 2_000, ways },
  { figure: 'fig4b', changes: sgd, warmUp: 2_000, ways: ['wasm', 'tfjs'] },
  { figure: 'fig4b', changes: { ...sgd, 'phases.0.batchSize': 10 }, warmUp: 2_000, ways: ['wasm', 'tfjs'] },
  { figure: 'fig4a', warmUp: 2_000, epochs: 20_000, ways: ['wasm', 'tfjs'] },
];

/** The growth of a step's cost with one size. Everything else is that of a figure. */
export interface Growth {
  readonly figure: string;
  /** The path of the size in the configuration. */
  readonly size: string;
  readonly values: readonly number[];
}

export const growths: readonly Growth[] = [
  { figure: 'fig4b', size: 'model.width', values: [250, 1_000, 5_000, 20_000, 100_000] },
  { figure: 'fig4b', size: 'dataset.dimension', values: [10, 100, 1_000, 10_000] },
];

/**
 * The workloads of a {@link Growth}: from the initial network, whose share of active neurons does not depend on its
 * size, at a learning rate at which the largest does not diverge either.
 */
export function growthWorkloads({ figure, size, values }: Growth): Workload[] {
  const still = { 'phases.0.optimizer.base.learningRate': 1e-6, 'dataset.testSize': 1 };
  return values.map((value) => ({ figure, changes: { ...still, [size]: value }, warmUp: 0, ways: ['wasm'] }));
}
