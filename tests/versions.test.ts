import { readdirSync, readFileSync } from 'node:fs';
import { VERSION } from '@sharpness-lab/core';
import { expect, test } from 'vitest';

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly engines: { readonly node: string };
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
}

const CORE = '@sharpness-lab/core';

const manifestsIn = (folder: string) =>
  readdirSync(folder).map((each) => JSON.parse(readFileSync(`${folder}/${each}/package.json`, 'utf8')) as Manifest);
const manifests = manifestsIn('packages');

test('all packages have the version that core reports, and support the same Node.js', () => {
  const { engines } = JSON.parse(readFileSync('package.json', 'utf8')) as Manifest;
  for (const manifest of manifests) expect(manifest).toMatchObject({ version: VERSION, engines });
});

test('packages depend on each other as they are here, and the lab on nothing else', () => {
  const versions = new Map(manifests.map(({ name, version }) => [name, version]));
  for (const { name, dependencies, peerDependencies, devDependencies } of [...manifests, ...manifestsIn('examples')]) {
    for (const [other, range] of Object.entries({ ...dependencies, ...peerDependencies, ...devDependencies })) {
      const version = versions.get(other);
      if (version === undefined) continue;
      // Versions are part of a run's identity. So one version of the lab comes with one version of each of its
      // packages.
      expect(`${name} on ${other} ${range}`).toBe(
        `${name} on ${other} ${name === 'sharpness-lab' ? '' : '^'}${version}`,
      );
    }
  }
});

test('packages of plugins take the core of whoever loads them: there is one in a lab', () => {
  const hosts = ['sharpness-lab', '@sharpness-lab/report'];
  for (const { name, dependencies = {}, peerDependencies = {} } of manifests) {
    if (name === CORE) continue;
    const bringsIt = Object.hasOwn(dependencies, CORE);
    expect({ name, bringsIt }).toEqual({ name, bringsIt: hosts.includes(name) });
    expect({ name, peer: Object.hasOwn(peerDependencies, CORE) }).toEqual({ name, peer: !bringsIt });
  }
});
