import { readFileSync } from 'node:fs';

/**
 * The promises in the README of a package: the packages to install, an example, and the output of the example.
 *
 * @param path of the README
 */
export function readPromise(path) {
  const text = readFileSync(path, 'utf8');
  const block = (language) => {
    const found = text.match(new RegExp(`^\`\`\`${language}\\n([^]*?)^\`\`\`$`, 'm'))?.[1];
    if (found === undefined) throw new Error(`${path} has no block of ${language}`);
    return found;
  };
  const installed = block('sh')
    .match(/^npm install (.+)$/m)?.[1]
    .split(' ');
  if (installed === undefined) throw new Error(`${path} does not say "npm install"`);
  return { installed, example: block('js'), output: block('text') };
}
