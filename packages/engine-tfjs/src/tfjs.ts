import { defineEngine, type Experiment, type Session, type SessionSetup, z } from '@sharpness-lab/core';
import { type BackendName, backendNames, openBackend } from './backend.ts';
import { createSession } from './session.ts';

/** The last version of Node that the packages of the backends `node` and `node-gpu` work on. */
const LAST_NODE = 22;

/**
 * Any model and any loss, by automatic differentiation of the model's forward pass with TensorFlow.js in single
 * precision. Loss functions are evaluated in double precision.
 *
 * Backends:
 *
 * - `wasm`, the default: WebAssembly with 128-bit SIMD. At width 500 and d = 30 a SAM step takes about a millisecond with
 *   batchSize 1, as on `cpu`, because the time goes into calling ops; with batchSize 100, a quarter of the time on
 *   `cpu`. It lacks a few ops (einsum, the gradients of convolutions and gather); a model that needs one is refused
 *   before training starts.
 * - `cpu`: plain JavaScript, every op.
 * - `node`, `node-gpu`: TensorFlow's own kernels, from the packages @tensorflow/tfjs-node and @tensorflow/tfjs-node-gpu,
 *   which are to be installed by hand and bring a copy of TensorFlow.js that they compute with. They need Node 22 or older, `node-gpu` also CUDA 11 and cuDNN 8.
 *
 * Hessian-vector products are differentiated, not differenced, in single precision: their relative error is about 3e-7.
 * A model with an op whose second derivative in tfjs is not known to be right gets
 * an error that names the op, and no number.
 */
export default defineEngine({
  name: 'tfjs',
  summary: 'any model, by automatic differentiation with TensorFlow.js',
  options: z.object({
    backend: z.enum(backendNames).default('wasm').describe('what TensorFlow.js computes with'),
  }),
  create: ({ backend }) => ({
    rank: 10,
    plan(experiment) {
      const refusal = nodeRefusal(backend);
      if (refusal !== undefined) return { refusal };
      return {
        paths: experiment.phases.map(() => `autodiff/${backend}`),
        open: (setup) => openSession(backend, experiment, setup),
      };
    },
  }),
});

async function openSession(backend: BackendName, experiment: Experiment, setup: SessionSetup): Promise<Session> {
  const session = createSession(await openBackend(backend), experiment, setup);
  try {
    // Computes one gradient. An op that the model or the backend lacks fails here, before training starts.
    session.gradient();
  } catch (error) {
    session.close();
    throw error;
  }
  return session;
}

function nodeRefusal(backend: BackendName): string | undefined {
  if (!backend.startsWith('node')) return undefined;
  const { node } = process.versions;
  return Number.parseInt(node, 10) > LAST_NODE
    ? `backend "${backend}" needs Node ${LAST_NODE} or older, this is Node ${node}`
    : undefined;
}
