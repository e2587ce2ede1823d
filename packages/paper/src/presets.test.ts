import { expect, test } from 'vitest';
import { presetAt, presets } from './presets.ts';

test.each(Object.keys(presets))(
  '%s at quick scale differs in its epochs alone, and has fewer unless it is short',
  (name) => {
    const withoutEpochs = (experiment: unknown) =>
      JSON.stringify(experiment, (key, value) => (key === 'epochs' ? 0 : value));
    const epochs = (scale: 'quick' | 'paper') => presetAt(name, scale).phases.map((phase) => phase.epochs);
    expect(withoutEpochs(presetAt(name, 'quick'))).toBe(withoutEpochs(presets[name]));
    epochs('quick').forEach((quick, k) => {
      const paper = epochs('paper')[k] as number;
      if (paper > 1_000) expect(quick).toBeLessThan(paper);
      else expect(quick).toBe(paper);
    });
  },
);

test('the paper’s scale is the preset itself', () => {
  expect(presetAt('fig4b', 'paper')).toBe(presets.fig4b);
});

test('an unknown figure is refused with the ones that there are', () => {
  expect(() => presetAt('fig12', 'quick')).toThrow(/figure "fig12" has no preset; the presets are fig1a, /);
});
