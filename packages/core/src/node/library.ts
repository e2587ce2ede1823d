// The exports of `@sharpness-lab/core/node` except the loading of packages, which gives these exports to the packages.
export { formatConfig, loadConfig } from './config/config-file.ts';
export { type Override, parseOverrides } from './config/overrides.ts';
export { writeAtomically } from './files/atomic-write.ts';
export { inTurn, isInUse } from './files/exclusively.ts';
export { shellWord, singleQuoted } from './files/shell-word.ts';
export { reasonOf } from './files/system-error.ts';
export { localLauncher } from './launchers/local-launcher.ts';
export { type ThreadLauncherOptions, threadLauncher } from './launchers/thread-launcher.ts';
export { absoluteSpecifier, locatePackage, type PackageLocation } from './packages/locate.ts';
export { locatePackages } from './packages/packages.ts';
export { encodeRun } from './runs/encode-run.ts';
export { folderStore, runFolderStore } from './runs/folder-store.ts';
export { readMeasurements, readMeasurementsSoFar, readQuantities, readWeights } from './runs/read-run.ts';
export { findFinishedRun, prepareOutput, RunDirectory } from './runs/run-directory.ts';
export { decodeSafetensors, encodeSafetensors, type Tensor, type TensorFile, tensorsOf } from './runs/safetensors.ts';
export { readArray } from './runs/saved-arrays.ts';
export { planSavedRun, readSavedRun, type SavedRun } from './runs/saved-run.ts';
export { type NodeServicesOptions, nodeServices } from './services.ts';
