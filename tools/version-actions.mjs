/*
 * How `nx release` writes a new version: into package.json, as for every JavaScript package, and with the core's also
 * where nothing reads a package.json: into its src/version.ts, which runs in browsers too, and into the examples, which
 * are no part of this workspace.
 */
import js from '@nx/js/src/release/version-actions';

export const { afterAllProjectsVersioned } = js;

export default class VersionActions extends js.default {
  async updateProjectVersion(tree, version) {
    const messages = await super.updateProjectVersion(tree, version);
    if (this.projectGraphNode.data.root !== 'packages/core') return messages;
    const replace = (path, pattern, by) => {
      const old = tree.read(path, 'utf8');
      const text = old.replace(pattern, by);
      if (text === old) throw new Error(`${path}: nothing there to be replaced by ${version}`);
      tree.write(path, text);
      messages.push(`New version ${version} written to ${path}`);
    };
    replace('packages/core/src/version.ts', /(?<=^export const VERSION = ')[^']*/m, version);
    for (const example of tree.children('examples')) {
      replace(
        `examples/${example}/package.json`,
        /(?<="(@sharpness-lab\/[^"]+|sharpness-lab)": ")\^[^"]*/g,
        `^${version}`,
      );
    }
    return messages;
  }
}
