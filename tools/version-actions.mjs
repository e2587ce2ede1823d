/*
 * How `nx release` writes a new version: into package.json, as for every JavaScript package, and for the core also into
 * src/version.ts, which runs in browsers and so cannot read its package.json.
 */
import js from '@nx/js/src/release/version-actions';

const VERSIONS = ['packages/core/src/version.ts'];

export const { afterAllProjectsVersioned } = js;

export default class VersionActions extends js.default {
  async updateProjectVersion(tree, version) {
    const messages = await super.updateProjectVersion(tree, version);
    for (const path of VERSIONS.filter((path) => path.startsWith(`${this.projectGraphNode.data.root}/`))) {
      const old = tree.read(path, 'utf8');
      const text = old.replace(/(?<=^export const VERSION = ')[^']*/m, version);
      if (text === old) throw new Error(`${path}: no version to replace by ${version}`);
      tree.write(path, text);
      messages.push(`New version ${version} written to ${path}`);
    }
    return messages;
  }
}
