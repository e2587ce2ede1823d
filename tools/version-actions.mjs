/*
 * The files in which `nx release` writes a new version: package.json, as for every JavaScript package. For core also
 * its src/version.ts, because browsers read no package.json, and the examples, which are not part of this workspace.
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
