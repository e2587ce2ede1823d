import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type StudyRecord, textBlocks } from '@sharpness-lab/studies';
import { readClaims } from '@sharpness-lab/studies/node';
import { describe, expect, test } from 'vitest';
import { resultsPage } from '../docs/.vitepress/results/results-page.ts';

const docs = resolve(import.meta.dirname, '../docs');
const recorded = (name: string) => readClaims(join(docs, 'public/results', `${name}.json`));
const [table1, quick, paper] = await Promise.all([recorded('table1'), recorded('quick'), recorded('paper')]);
const committed = readFileSync(join(docs, 'results.md'), 'utf8');

test('the page of results is what the recorded verdicts make', () => {
  expect(resultsPage({ table1, quick, paper })).toBe(committed);
});

test('another verdict or number makes another page', () => {
  const changed = (change: (text: string) => string): StudyRecord[] => JSON.parse(change(JSON.stringify(quick)));
  for (const change of [
    (text: string) => text.replace('"verdict":"holds"', '"verdict":"fails"'),
    (text: string) => text.replace('1.000 +- 0.000', '0.999 +- 0.001'),
  ]) {
    expect(resultsPage({ table1, quick: changed(change), paper })).not.toBe(committed);
  }
});

test('its pictures are there, in both themes', () => {
  const pictures = [...committed.matchAll(/\]\((\.\/pictures\/[^)]+-light\.svg)\)/g)].map(([, path = '']) => path);
  expect(pictures.length).toBeGreaterThan(10);
  for (const path of pictures) {
    for (const theme of ['light', 'dark']) {
      expect(existsSync(join(docs, path.replace('-light', `-${theme}`))), `${path} in ${theme}`).toBe(true);
    }
  }
});

describe('blocks of a text', () => {
  test('a table has cells by columns, also empty ones and ones with single spaces', () => {
    const text = ['         seeds  test accuracy', 'no bias  10     0.9 [0.8, 1]', 'bias            0.7', ''].join(
      '\n',
    );
    expect(textBlocks(text)).toEqual([
      {
        rows: [
          ['', 'seeds', 'test accuracy'],
          ['no bias', '10', '0.9 [0.8, 1]'],
          ['bias', '', '0.7'],
        ],
      },
    ]);
  });

  test('other lines are words', () => {
    expect(textBlocks('A: yes    B: no\n\nthe first line\nthe second\n')).toEqual([
      { lines: ['A: yes    B: no'] },
      { lines: ['the first line', 'the second'] },
    ]);
  });
});
