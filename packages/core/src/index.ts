export { ArrayProblem, type ArrayProblemSetup, type GradientFunction } from './array-problem.ts';
export { attribute, attributed, pluginError } from './attribution.ts';
export { benchmark, type Contestant, type Round } from './benchmark.ts';
export type { ChosenEngine, Experiment, Phase } from './compose.ts';
export {
  type ExperimentConfig,
  type ExperimentInput,
  experimentSchema,
  type PhaseConfig,
  type SampleOrder,
  sampleOrders,
} from './config/experiment.ts';
export { applyOverrides } from './config/overrides.ts';
export { type ReferenceInput, type ResolvedReference, reference, scheduled } from './config/reference.ts';
export type { ExperimentOf, PluginInput } from './config/typed-input.ts';
export type { Constraint } from './contracts/constraint.ts';
export type { Dataset } from './contracts/dataset.ts';
export type { Engine, EnginePlan, Session, SessionSetup, SessionState } from './contracts/engine.ts';
export type { Initializer, InitializerContext } from './contracts/initializer.ts';
export type { Loss } from './contracts/loss.ts';
export type { Estimate, Measurement, Metric, Probe, Split } from './contracts/metric.ts';
export type {
  ClosedForms,
  Model,
  OutputDerivatives,
  ParameterSpec,
  ParameterSpecs,
  ParameterTensors,
  ParameterValues,
  TensorFlow,
  VectorValues,
} from './contracts/model.ts';
export type { Observer } from './contracts/observer.ts';
export { fromUpdate, type Optimizer, type OptimizerSetting, type Step, type Update } from './contracts/optimizer.ts';
export {
  type Definition,
  defineConstraint,
  defineDataset,
  defineEngine,
  defineInitializer,
  defineLoss,
  defineMetric,
  defineModel,
  defineObserver,
  defineOptimizer,
  defineSchedule,
  PLUGIN_KINDS,
  type PluginKind,
  type Plugins,
  type PluginTypes,
} from './contracts/plugin.ts';
export type { Batch, Problem, Vector, VectorArithmetic } from './contracts/problem.ts';
export type { Data, Samples } from './contracts/samples.ts';
export type { Schedule } from './contracts/schedule.ts';
export { drawData } from './draw.ts';
export { didYouMean, LabError, type LabErrorKind, messageOf } from './errors.ts';
export type {
  Checkpoint,
  CheckpointEvent,
  FinishedEvent,
  MeasuredEvent,
  MetricValues,
  PhaseEvent,
  ProgressEvent,
  ResumedEvent,
  RunEvent,
  RunResult,
  RunStatus,
  StartedEvent,
} from './events.ts';
export { exactTrace } from './exact-trace.ts';
export { flatten, unflatten, zeroVector } from './flat-parameters.ts';
export { formatTable } from './format-table.ts';
export { canonicalJson, decisiveConfig, type RunIdentity } from './identity.ts';
export { sizeOf } from './initialize.ts';
export { interpolate } from './interpolate.ts';
export {
  createLab,
  type Lab,
  type LabPackage,
  type LabPart,
  PLUGIN,
  type PluginModule,
  pluginModule,
} from './lab.ts';
export type {
  LaunchEvent,
  Launcher,
  Outcome,
  OutcomeEvent,
  RecordedRun,
  RunReport,
  WarningEvent,
} from './launcher.ts';
export { exp } from './math/exp.ts';
export { log } from './math/log.ts';
export { log1p } from './math/log1p.ts';
export { pow } from './math/pow.ts';
export { cos, sin } from './math/trigonometric.ts';
export { measureAt } from './measure-at.ts';
export { type Minimization, type Minimum, minimize } from './minimize.ts';
export { type Origin, PluginRegistry, type RegisteredPlugin } from './registry.ts';
export { type Spread, spreadOf } from './spread.ts';
export { totalSteps } from './steps.ts';
export { RandomStream, rootStream } from './streams.ts';
export type { PlannedRun, TrainOptions } from './train.ts';
export { createTrainer, type Trainer } from './trainer.ts';
export { ContainerModule } from './vendor/inversify.ts';
export { z } from './vendor/zod.ts';
export { VERSION } from './version.ts';
