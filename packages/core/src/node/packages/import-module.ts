import { messageOf } from '../../errors.ts';

/** Modules by the names under which others import them. */
export type Modules = Readonly<Record<string, object>>;

/** Imports a module by its address. */
export type ImportModule = (address: string) => Promise<Readonly<Record<string, unknown>>>;

/**
 * What imports modules: JavaScript by Node.js itself, TypeScript through jiti, which every supported version of Node.js
 * needs (in `node_modules`, or where types are more than erased).
 *
 * @param shared what TypeScript gets under these names, and JavaScript, too, from where the package of such a name is not
 *   installed: a plugin works in any folder, with nothing installed in it
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
      // Node.js keeps to itself in which file and line a syntax error is; jiti finds the same one, and tells.
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
