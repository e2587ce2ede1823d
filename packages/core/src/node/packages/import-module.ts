import { messageOf } from '../../errors.ts';

/**
 * Imports a module by its address: JavaScript by Node.js itself, TypeScript through jiti, which every supported version
 * of Node.js needs (in `node_modules`, or where types are more than erased).
 *
 * TypeScript gets the core that is running, and so does JavaScript from where none is installed: a plugin works in any
 * folder, with nothing installed in it.
 */
export async function importModule(address: string): Promise<Readonly<Record<string, unknown>>> {
  if (/\.[cm]?tsx?$/.test(address)) return (await typescript()).import(address);
  try {
    return await import(address);
  } catch (error) {
    if (/^Cannot find package '@sharpness-lab\/core'/.test(messageOf(error)))
      return (await typescript()).import(address);
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
  const [{ createJiti }, core, coreNode] = await Promise.all([
    import('jiti'),
    import('../../index.ts'),
    import('../index.ts'),
  ]);
  return createJiti(import.meta.url, {
    // Its cache on disk would save half a second; but it is shared by all users of the machine.
    fsCache: false,
    interopDefault: false,
    virtualModules: { '@sharpness-lab/core': core, '@sharpness-lab/core/node': coreNode },
  });
}
