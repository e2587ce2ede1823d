import { LabError, messageOf } from '@sharpness-lab/core';
import type { Tfjs } from './namespace.ts';
import { prepared } from './prepared.ts';

/** The tfjs backends that the engine runs on. */
export const backendNames = ['cpu', 'wasm', 'node', 'node-gpu'] as const;
export type BackendName = (typeof backendNames)[number];

/** The version of the native packages that the peer dependencies ask for. */
const TFJS_VERSION = '4.22.0';

/** tfjs on one of its backends. */
export interface Backend {
  readonly tf: Tfjs;
  /**
   * Runs synchronous tfjs code on this backend and frees every tensor that the code does not keep. The backend is a
   * global setting of tfjs, so it is set again here whenever another session has changed it.
   *
   * @throws LabError of kind `engine` naming the op that tfjs cannot compute or differentiate
   */
  run<T>(code: () => T): T;
}

/**
 * Loads tfjs and makes a backend ready.
 *
 * @throws LabError of kind `engine` when a package that it needs cannot be used
 */
export async function openBackend(name: BackendName): Promise<Backend> {
  const { tf, registeredName } = await load(name);
  return {
    tf,
    run<T>(code: () => T): T {
      if (tf.getBackend() !== registeredName) void tf.setBackend(registeredName);
      let result: T | undefined;
      try {
        tf.tidy(() => {
          result = code();
        });
      } catch (error) {
        disposeTape(tf);
        throw explain(error, name);
      }
      return result as T;
    },
  };
}

interface Loaded {
  readonly tf: Tfjs;
  /** The name under which tfjs knows the backend. */
  readonly registeredName: string;
}

/**
 * Makes a backend ready, so that setting it takes effect at once. The native packages bring a tfjs of their own, which
 * their backends compute with; the other backends use that of this package.
 */
async function load(name: BackendName): Promise<Loaded> {
  if (name === 'node' || name === 'node-gpu') return { tf: await loadNative(name), registeredName: 'tensorflow' };
  const tf = prepared((await import('./vendor/tfjs.ts')).tf);
  if (name === 'wasm') {
    wasm ??= initializeWasm(tf);
    await wasm;
  }
  return { tf, registeredName: name };
}

let wasm: Promise<void> | undefined;

async function initializeWasm(tf: Tfjs): Promise<void> {
  await import('./vendor/tfjs-backend-wasm.ts');
  if (tf.engine().registry.wasm !== undefined) return;
  // While tfjs itself waits for a backend, it refuses all work, also that of other sessions. So the wait is here.
  const backend = await tf.findBackendFactory('wasm')();
  tf.removeBackend('wasm');
  tf.registerBackend('wasm', () => backend);
}

async function loadNative(name: 'node' | 'node-gpu'): Promise<Tfjs> {
  const packageName = `@tensorflow/tfjs-${name}`;
  // With this level TensorFlow does not print messages at its start.
  process.env.TF_CPP_MIN_LOG_LEVEL ??= '2';
  let tf: Tfjs;
  try {
    // A CommonJS module. Not all of its exports are known by their names.
    tf = prepared(((await import(packageName)) as { readonly default: Tfjs }).default);
  } catch (error) {
    throw new LabError(
      'engine',
      `engine "tfjs": backend "${name}" needs the package ${packageName}, which could not be loaded: ` +
        `install it with "npm install ${packageName}@${TFJS_VERSION}" on Node 22 or older (${firstLine(error)})`,
      { cause: error },
    );
  }
  // Both packages register a backend with the name `tensorflow`. The package loaded first in this process has it.
  const { isUsingGpuDevice } = tf.findBackend('tensorflow') as unknown as { readonly isUsingGpuDevice: boolean };
  if (isUsingGpuDevice !== (name === 'node-gpu')) {
    const device = isUsingGpuDevice ? 'the GPU' : 'no GPU';
    throw new LabError('engine', `engine "tfjs": backend "${name}", but TensorFlow uses ${device} in this process`);
  }
  return tf;
}

/** Frees the tensors that an interrupted backward pass saved. tfjs frees them only at the end of a complete pass. */
function disposeTape(tf: Tfjs): void {
  const tape = tf.engine().state.activeTape ?? [];
  for (const { saved = [] } of tape) for (const tensor of saved) tensor.dispose();
}

function explain(error: unknown, backend: BackendName): unknown {
  const message = messageOf(error);
  const absent = /Kernel '(\w+)' not registered/.exec(message)?.[1];
  if (absent !== undefined) {
    return new LabError(
      'engine',
      `engine "tfjs": backend "${backend}" has no op ${absent}, which this model needs: take another backend`,
      { cause: error },
    );
  }
  const constant = /gradient function not found for (\w+)/.exec(message)?.[1];
  if (constant !== undefined) {
    return new LabError('engine', `engine "tfjs": tfjs has no gradient of op ${constant}, which this model needs`, {
      cause: error,
    });
  }
  return error;
}

function firstLine(error: unknown): string | undefined {
  return messageOf(error).split('\n')[0];
}
