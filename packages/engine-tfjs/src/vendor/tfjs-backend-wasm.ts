// Registers the backend `wasm`. The build puts a bundle with the WebAssembly module in the place of this module.
import '@tensorflow/tfjs-backend-wasm';
