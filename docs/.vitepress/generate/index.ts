import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { defaults } from '@sharpness-lab/paper';
import { experimentJsonSchema } from '../../../packages/cli/src/experiment-json-schema.ts';
import { composeLab } from '../../../packages/cli/src/packages.ts';
import { createProgram } from '../../../packages/cli/src/program.ts';
import { writeApiPages } from './api-pages.ts';
import { commandPage } from './command-page.ts';
import { kindsWithPlugins, pluginPage } from './plugin-pages.ts';

/**
 * Writes the reference pages, which are made from the code and not committed: the command line from its parser, the
 * plugins from their definitions, the library from its docstrings. Writes also the JSON Schema of experiments, made
 * from all schemas.
 *
 * @param docs the folder of the pages
 */
export async function generatePages(docs: string): Promise<void> {
  const lab = await composeLab();
  const pages = {
    'reference/commands.md': commandPage(createProgram(() => {})),
    ...Object.fromEntries(
      kindsWithPlugins(lab.registry).map((kind) => [`reference/plugins/${kind}.md`, pluginPage(lab.registry, kind)]),
    ),
    'public/experiment.schema.json': JSON.stringify(experimentJsonSchema(lab.registry, defaults)),
  };
  await rm(join(docs, 'reference'), { recursive: true, force: true });
  for (const [path, text] of Object.entries(pages)) {
    await mkdir(dirname(join(docs, path)), { recursive: true });
    await writeFile(join(docs, path), text);
  }
  await writeApiPages(dirname(docs), join(docs, 'api'));
}
