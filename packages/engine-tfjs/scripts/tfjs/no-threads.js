// In place of the WebAssembly module with threads and its worker.
export default undefined;
export const wasmWorkerContents = '';
