/*
 * Writes the address of the repository into every package before a release:
 *
 *     node tools/name-repository.mjs https://host/owner/repository
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';

const [url] = process.argv.slice(2);
if (!URL.canParse(url)) throw new Error(`expected the address of the repository, got ${url}`);

const packages = new URL('../packages/', import.meta.url);
for (const folder of readdirSync(packages)) {
  const path = new URL(`${folder}/package.json`, packages);
  const manifest = {
    ...JSON.parse(readFileSync(path, 'utf8')),
    homepage: `${url}#readme`,
    bugs: `${url}/issues`,
    repository: { type: 'git', url: `git+${url}.git`, directory: `packages/${folder}` },
  };
  writeFileSync(path, `${JSON.stringify(manifest, null, 2)}\n`);
}
