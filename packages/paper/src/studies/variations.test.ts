import { decideByMean, formatSensitivity, type Study, vary } from '@sharpness-lab/studies';
import { describe, expect, test } from 'vitest';
import { presetAt } from '../presets.ts';
import { variations } from './variations.ts';

const studyOf = (figure: string): Study => ({
  name: figure,
  title: figure,
  experiments: { only: presetAt(figure, 'quick') },
  conclude: () => ({ claims: [], tables: [] }),
});

const variation = (name: string) => {
  const found = variations.find((each) => each.name === name);
  if (found === undefined) throw new Error(`no variation "${name}"`);
  return found;
};

describe('vary', () => {
  test('changes what it names and nothing else', () => {
    const base = studyOf('fig2a').experiments.only;
    const run = vary(studyOf('fig2a'), variation('gamma starts at 0.2'))?.experiments.only;
    expect(run).toEqual({ ...base, model: { name: '2-mlp-sim-bn', width: 500, initialGamma: 0.2 } });
  });

  test('leaves out what does not apply: gamma without BatchNorm, the order of a full batch', () => {
    expect(vary(studyOf('fig4b'), variation('gamma starts at 0.2'))).toBeUndefined();
    expect(vary(studyOf('fig4a'), variation('samples drawn with replacement'))).toBeUndefined();
    const run = vary(studyOf('fig4b'), variation('samples drawn with replacement'))?.experiments.only;
    expect(run?.phases.map(({ order }) => order)).toEqual(['with-replacement', 'with-replacement']);
  });

  test('scales every layer, beside what the figure scales already', () => {
    const init = (figure: string) => vary(studyOf(figure), variation('initial weights x 0.5'))?.experiments.only?.init;
    expect(init('fig4b')).toEqual({ name: 'uniform-fan-in', scales: [0.5, 0.5] });
    expect(init('fig6a')).toEqual({ name: 'uniform-fan-in', scales: [0.005, 0.5] });
    expect(init('fig11b')).toEqual({ name: 'uniform-fan-in', scales: [0.5, 0.5, 0.5] });
  });
});

describe('formatSensitivity', () => {
  const statement = { id: 'a/b', statement: 's', statistic: 'accuracy', expected: { above: 0.9 }, why: 'w' };
  const claim = (...values: number[]) =>
    decideByMean(
      statement,
      values.map((value, seed) => ({ label: `seed ${seed}`, value })),
    );

  test('names the claims whose verdict turns into its opposite', () => {
    const table = formatSensitivity(
      [claim(0.98, 0.99)],
      [
        { variation: 'worse', claims: [claim(0.5, 0.51)] },
        { variation: 'wider', claims: [claim(0.5, 0.99)] },
      ],
    );
    expect(table).toMatch(/worse .*0\.985 +0\.505 +fails +changes/);
    expect(table).toMatch(/wider .*undecided +weakens or settles/);
    expect(table).toContain('into their opposite: a/b\n');
  });

  test('says so when none does', () => {
    const same = { variation: 'same', claims: [claim(0.97, 0.98)] };
    expect(formatSensitivity([claim(0.98, 0.99)], [same])).toContain('No verdict turns into its opposite.\n');
  });
});
