import { readdirSync, readFileSync } from 'node:fs';
import { VERSION } from '@sharpness-lab/core';
import { expect, test } from 'vitest';

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly engines: { readonly node: string };
  readonly dependencies?: Readonly<Record<string, string>>;
}

const manifests = readdirSync('packages').map(
  (folder) => JSON.parse(readFileSync(`packages/${folder}/package.json`, 'utf8')) as Manifest,
);

test('core reports the version of its package', () => {
  expect(manifests.find(({ name }) => name === '@sharpness-lab/core')?.version).toBe(VERSION);
});

test('packages depend on the versions of each other that are here, and support the same Node.js', () => {
  const versions = new Map(manifests.map(({ name, version }) => [name, version]));
  const root = JSON.parse(readFileSync('package.json', 'utf8')) as Manifest;
  for (const { dependencies = {}, engines } of manifests) {
    expect(engines).toEqual(root.engines);
    for (const [name, range] of Object.entries(dependencies)) {
      if (versions.has(name)) expect(`${name} ${range}`).toBe(`${name} ${versions.get(name)}`);
    }
  }
});
