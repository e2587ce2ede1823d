import { messageOf } from '../../errors.ts';

/**
 * Imports a module by its address. Node.js imports JavaScript. jiti imports TypeScript: every supported version of
 * Node.js needs it for modules in `node_modules`, and for syntax beyond types.
 *
 * A TypeScript module gets the core that is running. A JavaScript module gets it too if no core is installed near it.
 * So a plugin works in any folder, with nothing installed there.
 */
export async function importModule(address: string): Promise<Readonly<Record<string, unknown>>> {
  if (/\.[cm]?tsx?$/.test(address)) return (await typescript()).import(address);
  try {
    return await import(address);
  } catch (error) {
    if (/^Cannot find package '@sharpness-lab\/core'/.test(messageOf(error)))
      return (await typescript()).import(address);
    // Node.js does not tell the file and the line of a syntax error. jiti finds the same error and tells them.
    if (error instanceof SyntaxError && !error.stack?.startsWith('file:')) await (await typescript()).import(address);
    throw error;
  }
}

let loader: ReturnType<typeof createLoader> | undefined;

/** The loader of TypeScript. It is created at its first use. */
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
    // A cache on disk would save half a second, but all users of the machine would share it.
    fsCache: false,
    interopDefault: false,
    virtualModules: { '@sharpness-lab/core': core, '@sharpness-lab/core/node': coreNode },
  });
}
