/**
 * The contracts of plugins as tests. A plugin's author writes one line in a file that vitest runs,
 *
 *     testOptimizer(myOptimizer, [{}, { options: { momentum: 0.9 }, batchSize: 2 }]);
 *
 * with every setting that is worth testing. `optimizerClauses` and its like return the same clauses as a list, and
 * `violations` checks a list without a test runner. The tools of the suites (a small network, the toy problem, a
 * reference engine) are exported too.
 *
 * @module
 */
export { type ConstraintCase, constraintClauses, testConstraint } from './constraint.ts';
export { type Case, type Clause, type Setup, violations } from './contract.ts';
export { type DatasetCase, datasetClauses, testDataset } from './dataset.ts';
export { type EngineCase, type EngineSetup, engineClauses, testEngine } from './engine.ts';
export { type InitializerCase, initializerClauses, testInitializer } from './initializer.ts';
export { type LossCase, lossClauses, testLoss } from './loss.ts';
export { type MetricCase, metricClauses, testMetric } from './metric.ts';
export { type ModelSetup, modelClauses, testModel } from './model.ts';
export { type OptimizerCase, optimizerClauses, testOptimizer } from './optimizer.ts';
export { createPlugin } from './plugins.ts';
export { openReferenceSession, referenceEngine } from './reference-engine.ts';
export { type ScheduleCase, scheduleClauses, testSchedule } from './schedule.ts';
export { smallLab, smallPlugins } from './small-lab.ts';
export { type SmallProbeVariant, smallProbe } from './small-probe.ts';
export { ToyProblem } from './toy-problem.ts';
