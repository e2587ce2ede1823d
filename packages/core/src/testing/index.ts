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

export { createPlugin } from './create-plugin.ts';
export { openReferenceSession, referenceEngine } from './stand-ins/reference-engine.ts';
export { smallLab, smallPlugins } from './stand-ins/small-lab.ts';
export { type SmallProbeVariant, smallProbe } from './stand-ins/small-probe.ts';
export { ToyProblem } from './stand-ins/toy-problem.ts';
export { type ConstraintCase, constraintClauses, testConstraint } from './suites/constraint.ts';
export { type Case, type Clause, type Setup, violations } from './suites/contract.ts';
export { type DatasetCase, datasetClauses, testDataset } from './suites/dataset.ts';
export { type EngineCase, type EngineSetup, engineClauses, testEngine } from './suites/engine.ts';
export { type InitializerCase, initializerClauses, testInitializer } from './suites/initializer.ts';
export { type LossCase, lossClauses, testLoss } from './suites/loss.ts';
export { type MetricCase, metricClauses, testMetric } from './suites/metric.ts';
export { type ModelSetup, modelClauses, testModel } from './suites/model.ts';
export { type OptimizerCase, optimizerClauses, testOptimizer } from './suites/optimizer.ts';
export { testPlugins } from './suites/plugins.ts';
export { type ScheduleCase, scheduleClauses, testSchedule } from './suites/schedule.ts';
