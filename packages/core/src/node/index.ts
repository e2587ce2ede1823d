export { formatConfig, loadConfig } from './config/config-file.ts';
export { type Override, parseOverrides } from './config/overrides.ts';
export { writeAtomically } from './files/atomic-write.ts';
export { inTurn, isInUse } from './files/exclusively.ts';
export { reasonOf } from './files/system-error.ts';
export { localLauncher } from './launchers/local-launcher.ts';
export { type ThreadLauncherOptions, threadLauncher } from './launchers/thread-launcher.ts';
export { absoluteSpecifier, locatePackage, type PackageLocation } from './packages/locate.ts';
export { loadPackages, locatePackages } from './packages/packages.ts';
export {
  type MeasuredPoint,
  readMeasurements,
  readMeasurementsSoFar,
  readQuantities,
  readWeights,
} from './runs/read-run.ts';
export { type Recording, type RecordRequest, recordInto, recordRun } from './runs/record.ts';
export { findFinishedRun, prepareOutput, RunDirectory } from './runs/run-directory.ts';
export { decodeSafetensors, encodeSafetensors, type Tensor, type TensorFile, tensorsOf } from './runs/safetensors.ts';
export { readArray } from './runs/saved-arrays.ts';
export { planSavedRun, readSavedRun, type SavedRun } from './runs/saved-run.ts';
