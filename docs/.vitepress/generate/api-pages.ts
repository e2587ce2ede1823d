import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Application } from 'typedoc';
import type { PluginOptions } from 'typedoc-plugin-markdown';

/** The modules that programs import, by the file of packages that has their exports. */
const modules: Readonly<Record<string, string>> = {
  'core/src/index.ts': '@sharpness-lab/core',
  'core/src/node/index.ts': '@sharpness-lab/core/node',
  'core/src/testing/index.ts': '@sharpness-lab/core/testing',
  'studies/src/index.ts': '@sharpness-lab/studies',
  'studies/src/node.ts': '@sharpness-lab/studies/node',
  'paper/src/index.ts': '@sharpness-lab/paper',
  'paper/src/node.ts': '@sharpness-lab/paper/node',
  'report/src/index.ts': '@sharpness-lab/report',
};

/** Writes the reference of the library, from its docstrings, into a folder: a page for each module. */
export async function writeApiPages(root: string, folder: string): Promise<void> {
  const markdown: Partial<PluginOptions> = {
    entryFileName: 'index',
    hideBreadcrumbs: true,
    hidePageHeader: true,
    parametersFormat: 'table',
    interfacePropertiesFormat: 'table',
    useCodeBlocks: true,
    // The site and TypeDoc number headings of the same name differently.
    useHTMLAnchors: true,
  };
  const application = await Application.bootstrapWithPlugins({
    name: 'Library',
    plugin: ['typedoc-plugin-markdown'],
    basePath: join(root, 'packages'),
    tsconfig: join(root, 'tsconfig.test.json'),
    entryPoints: Object.keys(modules).map((path) => join(root, 'packages', path)),
    readme: 'none',
    // One page for each module. The plugin brings this router.
    router: 'module',
    outputs: [{ name: 'markdown', path: folder }],
    disableSources: true,
    excludeExternals: true,
    excludeInternal: true,
    excludePrivate: true,
    logLevel: 'Error',
    // The build checks types.
    skipErrorChecking: true,
    ...markdown,
  });
  const project = await application.convert();
  if (project === undefined) throw new Error('TypeDoc could not read the packages');
  for (const module of project.children ?? []) {
    const path = module.name.replace(/^packages\//, '');
    const name = modules[`${path}.ts`] ?? modules[`${path}/index.ts`];
    if (name === undefined) throw new Error(`no name for the module ${module.name}`);
    module.name = name;
    // The library of schemas has a reference of its own: https://zod.dev
    for (const z of module.children?.filter(({ name }) => name === 'z') ?? []) project.removeReflection(z);
  }
  await rm(folder, { recursive: true, force: true });
  await application.generateOutputs(project);
}
