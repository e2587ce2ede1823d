export { benchmark, type Contestant, type Round } from './analysis/benchmark.ts';
export { exactTrace } from './analysis/exact-trace.ts';
export { columnNorms, type Neuron, neuronTable } from './analysis/first-layer.ts';
export { mean } from './analysis/mean.ts';
export { measureAt } from './analysis/measure-at.ts';
export { type Minimization, type Minimum, minimize } from './analysis/minimize.ts';
export { type Spread, spreadOf } from './analysis/spread.ts';
export { applyOverrides } from './config/overrides.ts';
export type { ExperimentOf, PluginInput } from './config/typed-input.ts';
export type { Clock } from './contracts/clock.ts';
export type { Constraint } from './contracts/constraint.ts';
export type { Dataset } from './contracts/dataset.ts';
export type { Engine, EnginePlan, EngineRefusal, Session, SessionSetup, SessionState } from './contracts/engine.ts';
export type {
  Checkpoint,
  CheckpointEvent,
  FinishedEvent,
  MeasuredEvent,
  PhaseEvent,
  ProgressEvent,
  ResumedEvent,
  RunEvent,
  RunResult,
  RunStatus,
  StartedEvent,
} from './contracts/events.ts';
export type { Experiment, Phase } from './contracts/experiment.ts';
export {
  type ExperimentConfig,
  type ExperimentInput,
  experimentSchema,
  type PhaseConfig,
  type SampleOrder,
  sampleOrders,
} from './contracts/experiment-config.ts';
export type { Initializer, InitializerContext } from './contracts/initializer.ts';
export type {
  LaunchEvent,
  Launcher,
  Outcome,
  OutcomeEvent,
  RecordedRun,
  RunReport,
  WarningEvent,
} from './contracts/launcher.ts';
export type { Loss } from './contracts/loss.ts';
export type {
  Estimate,
  Matrix,
  Measured,
  Measurement,
  MetricValues,
  NonFinite,
  NumberArray,
  SavedArray,
  Uncertainty,
} from './contracts/measurement.ts';
export type { DeclaredMetric, Metric, Probe, Quantities, QuantityContext, Split } from './contracts/metric.ts';
export type {
  ClosedForms,
  Model,
  OutputDerivatives,
  ParameterSpec,
  ParameterSpecs,
  ParameterTensors,
  ParameterValues,
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
  type Plugins,
  type PluginTypes,
} from './contracts/plugin.ts';
export { PLUGIN_KINDS, type PluginKind } from './contracts/plugin-kind.ts';
export type { Batch, Problem, Vector, VectorArithmetic } from './contracts/problem.ts';
export type { Quantity } from './contracts/quantity.ts';
export { type ReferenceInput, type ResolvedReference, reference, scheduled } from './contracts/reference.ts';
export type { Progress, Reporter } from './contracts/reporter.ts';
export type { RunIdentity } from './contracts/run-identity.ts';
export type { MeasuredPoint, RecordableRun, RunRecorder, RunStore } from './contracts/run-store.ts';
export type { Data, Samples } from './contracts/samples.ts';
export type { Schedule } from './contracts/schedule.ts';
export type { Content, Contents, Source, SourceReader } from './contracts/sources.ts';
export type { Targets } from './contracts/targets.ts';
export type { Tensor, TensorFlow, TensorLike } from './contracts/tensorflow.ts';
export { ArrayProblem, type ArrayProblemSetup, type GradientFunction } from './engines/array-problem.ts';
export { noisyTarget } from './engines/noisy-target.ts';
export { createTrainer, type Trainer } from './engines/trainer.ts';
export { didYouMean, LabError, type LabErrorKind, messageOf } from './errors.ts';
export { createLab, type Lab, type LabPackage, type LabPart } from './lab/lab.ts';
export { PLUGIN, type PluginModule, pluginModule } from './lab/plugin-module.ts';
export { type Recording, recordRun } from './lab/record-run.ts';
export { type Services, serviceModule } from './lab/service-module.ts';
export { CLOCK, LAUNCHER, REPORTER, RUN_STORE, SOURCES, type Token } from './lab/services.ts';
export { exp } from './math/exp.ts';
export { log } from './math/log.ts';
export { log1p } from './math/log1p.ts';
export { pow } from './math/pow.ts';
export { cos, sin } from './math/trigonometric.ts';
export { flatten, unflatten, zeroVector } from './parameters/flat-parameters.ts';
export { interpolate } from './parameters/interpolate.ts';
export { sizeOf } from './parameters/size-of.ts';
export type { ChosenEngine } from './planning/choose-engine.ts';
export { canonicalJson, decisiveConfig } from './planning/identity.ts';
export type { PlannedRun } from './planning/plan-run.ts';
export { totalSteps } from './planning/steps.ts';
export { attribute, attributed, pluginError } from './plugins/attribution.ts';
export type { Origin } from './plugins/origin.ts';
export { PluginRegistry, type RegisteredPlugin } from './plugins/registry.ts';
export { RandomStream, rootStream } from './random/random-stream.ts';
export { arraySizeText } from './text/array-size-text.ts';
export { formatDuration } from './text/duration.ts';
export { estimateText } from './text/estimate-text.ts';
export { formatTable } from './text/format-table.ts';
export { formatCount, formatRounded, formatSignificant } from './text/numbers.ts';
export { titleOf } from './text/title-of.ts';
export { wrapWords } from './text/wrap-words.ts';
export { drawData } from './training/draw-data.ts';
export type { TrainOptions } from './training/train.ts';
export { ContainerModule } from './vendor/inversify.ts';
export { z } from './vendor/zod.ts';
export { VERSION } from './version.ts';
