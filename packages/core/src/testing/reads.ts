/** A module of Node as one may change it: its functions by their names. */
type Functions = Record<string, unknown>;

/** The functions of `node:fs` and `node:fs/promises` by which a program begins to read. */
const reading = [
  'createReadStream',
  'open',
  'openAsBlob',
  'openSync',
  'opendir',
  'opendirSync',
  'readFile',
  'readFileSync',
  'readdir',
  'readdirSync',
] as const;

/**
 * What a function reads while it runs: paths, and addresses that it fetches. Modules that it imports do not count. What
 * it reads after it has returned is not seen, and neither is anything in a browser but addresses.
 */
export function readsOf(run: () => void): string[] {
  const reads: string[] = [];
  const restore = [replace(globalThis as unknown as Functions, ['fetch'], reads)];
  // A browser has no such function.
  const builtin = globalThis.process?.getBuiltinModule;
  const module = builtin?.('node:module');
  for (const id of ['node:fs', 'node:fs/promises']) {
    const functions = builtin?.(id) as Functions | undefined;
    if (functions !== undefined) restore.push(replace(functions, reading, reads));
  }
  module?.syncBuiltinESMExports();
  try {
    run();
  } finally {
    for (const each of restore) each();
    module?.syncBuiltinESMExports();
  }
  return reads;
}

/** Replaces functions by ones that note the place which they are given. Returns what puts the former ones back. */
function replace(functions: Functions, names: readonly string[], reads: string[]): () => void {
  const former = names.map((name) => [name, functions[name]] as const).filter(([, each]) => typeof each === 'function');
  for (const [name, original] of former) {
    functions[name] = function noting(this: unknown, ...args: unknown[]) {
      if (!isImport(new Error().stack)) reads.push(String(args[0]));
      return Reflect.apply(original as (...args: unknown[]) => unknown, this, args);
    };
  }
  return () => {
    for (const [name, original] of former) functions[name] = original;
  };
}

/** Whether a module of Node that imports others is among the callers. */
function isImport(stack = ''): boolean {
  return stack.includes('node:internal/modules/');
}
