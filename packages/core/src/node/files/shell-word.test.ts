import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { shellWord, singleQuoted } from './shell-word.ts';

const unix = process.platform !== 'win32';

test('a plain path stays as it is', () => {
  for (const path of ['./runs/fig4b-s0', '/tmp/a+b@1.0:c_d', 'a-b']) expect(shellWord(path)).toBe(path);
  expect(shellWord('two words')).toBe("'two words'");
});

test.runIf(unix)('a shell reads back what was written', () => {
  const paths = ['plain', 'two words', "it's", '$HOME', 'a\\b', '`id`', 'a;b', '*', '', '-n "x"', 'ü'];
  for (const path of paths) {
    const read = (word: string) => execFileSync('sh', ['-c', `printf %s ${word}`], { encoding: 'utf8' });
    expect(read(shellWord(`./${path}`))).toBe(`./${path}`);
    expect(read(singleQuoted(path))).toBe(path);
  }
});
