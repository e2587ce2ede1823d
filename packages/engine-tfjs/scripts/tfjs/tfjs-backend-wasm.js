// The backend with its WebAssembly module in it, so that no bundler and no server has to know of another file.
import './quiet.js';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import simd from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm';
import { env } from '@tensorflow/tfjs-core';

// Workers of the module with threads would be further files.
env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
// The engine `wasm` of the lab needs SIMD too, which Node.js and browsers have had since 2021 or 2023.
setWasmPaths(
  {
    'tfjs-backend-wasm.wasm': simd,
    'tfjs-backend-wasm-simd.wasm': simd,
    'tfjs-backend-wasm-threaded-simd.wasm': simd,
  },
  true,
);
