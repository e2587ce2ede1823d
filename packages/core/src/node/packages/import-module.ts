import { messageOf } from '../../errors.ts';

/** Modules by the names under which others import them. */
export type Modules = Readonly<Record<string, object>>;

/** Imports a module by its address. */
export type ImportModule = (address: string) => Promise<Readonly<Record<string, unknown>>>;

/**
 * Creates a function that imports modules. Node.js imports JavaScript. jiti imports TypeScript: every supported version
 * of Node.js needs it for modules in `node_modules`, and for syntax beyond types.
 *
 * @param shared The modules that a TypeScript module gets under these names. A JavaScript module gets them too if no
 *   package of that name is installed near it. So a plugin works in any folder, with nothing installed there.
 */
export function moduleImporter(shared: Modules): ImportModule {
  let loader: ReturnType<typeof createLoader> | undefined;
  const throughJiti: ImportModule = async (address) => {
    loader ??= createLoader(shared);
    return (await loader).import(address);
  };
  return async (address) => {
    if (/\.[cm]?tsx?$/.test(address)) return throughJiti(address);
    try {
      return await import(address);
    } catch (error) {
      const missing = /^Cannot find package '([^']+)'/.exec(messageOf(error))?.[1];
      if (missing !== undefined && Object.hasOwn(shared, missing)) return throughJiti(address);
      // Node.js does not tell the file and the line of a syntax error. jiti finds the same error and tells them.
      if (error instanceof SyntaxError && !error.stack?.startsWith('file:')) await throughJiti(address);
      throw error;
    }
  };
}

async function createLoader(shared: Modules) {
  const { createJiti } = await import('jiti');
  return createJiti(import.meta.url, {
    // A cache on disk would save half a second, but all users of the machine would share it.
    fsCache: false,
    interopDefault: false,
    virtualModules: { ...shared },
  });
}
