import { joinPathFragments } from '@nx/devkit';
import { planPackage } from '../../packages/cli/dist/scaffold/plan-package.js';

/**
 * Writes a package with a plugin into this workspace: the same files as `sharpness new`, by the same function.
 *
 * @param {import('@nx/devkit').Tree} tree
 * @param {{ readonly kind: string; readonly name: string; readonly directory: 'packages' | 'examples' }} options
 */
export default async function generate(tree, { kind, name, directory }) {
  const { plugin, files } = await planPackage(kind, name);
  const folder = joinPathFragments(directory, plugin);
  if (tree.exists(folder)) throw new Error(`${folder} is there already: choose another name`);
  for (const [path, text] of files) tree.write(joinPathFragments(folder, path), text);
}
