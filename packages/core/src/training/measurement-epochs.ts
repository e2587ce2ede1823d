import type { ExperimentConfig } from '../contracts/experiment-config.ts';
import { pow } from '../math/pow.ts';

/**
 * The epochs, counted over all phases, after which metrics are measured: 0, the end of every phase, the multiples of
 * `every`, and `logSpaced` points evenly spaced in the logarithm.
 */
export function measurementEpochs({ phases, measure }: Pick<ExperimentConfig, 'phases' | 'measure'>): Set<number> {
  const epochs = new Set([0]);
  let total = 0;
  for (const phase of phases) {
    total += phase.epochs;
    epochs.add(total);
  }
  if (measure.every !== undefined) {
    for (let epoch = measure.every; epoch <= total; epoch += measure.every) epochs.add(epoch);
  }
  if (measure.logSpaced !== undefined && total > 0) {
    for (let point = 0; point < measure.logSpaced; point++) {
      epochs.add(Math.round(pow(total, point / (measure.logSpaced - 1))));
    }
  }
  return epochs;
}
