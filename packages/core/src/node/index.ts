export { formatConfig, loadConfig } from './config-file.ts';
export { localLauncher } from './local-launcher.ts';
export { locatePackage, type PackageLocation } from './locate.ts';
export { type Override, parseOverrides } from './overrides.ts';
export { loadPackages, locatePackages } from './packages.ts';
export { type RecordRequest, recordRun } from './record.ts';
export { prepareOutput, RunDirectory } from './run-directory.ts';
export { encodeSafetensors } from './safetensors.ts';
export { type ThreadLauncherOptions, threadLauncher } from './thread-launcher.ts';
