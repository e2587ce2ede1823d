/**
 * Imports a module by its address: JavaScript by Node.js itself, TypeScript through jiti, which every supported version
 * of Node.js needs (in `node_modules`, or where types are more than erased).
 */
export async function importModule(address: string): Promise<Readonly<Record<string, unknown>>> {
  if (/\.[cm]?tsx?$/.test(address)) return (await typescript()).import(address);
  try {
    return await import(address);
  } catch (error) {
    // Node.js keeps to itself in which file and line a syntax error is; jiti finds the same one, and tells.
    if (error instanceof SyntaxError && !error.stack?.startsWith('file:')) await (await typescript()).import(address);
    throw error;
  }
}

let loader: ReturnType<typeof createLoader> | undefined;

/** The loader of TypeScript, made when it is first needed. */
function typescript(): ReturnType<typeof createLoader> {
  loader ??= createLoader();
  return loader;
}

async function createLoader() {
  const { createJiti } = await import('jiti');
  // Its cache on disk would save half a second; but it is shared by all users of the machine.
  return createJiti(import.meta.url, { fsCache: false, interopDefault: false });
}
