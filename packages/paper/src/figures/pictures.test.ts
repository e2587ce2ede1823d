import { studyCharts } from '@sharpness-lab/report';
import { expect, test } from 'vitest';
import { figures } from './figures.ts';
import { picturesOf } from './pictures.ts';

test('every figure draws each of its panels, a panel itself alone', () => {
  for (const { name, panels } of figures) {
    expect(picturesOf(name)?.panels.map((panel) => panel.name)).toEqual(Object.keys(panels));
    expect(Object.keys(picturesOf(name)?.comparison?.labels ?? {})).toEqual(Object.keys(panels));
    for (const panel of Object.keys(panels)) {
      expect(picturesOf(panel)?.panels.map((each) => each.name)).toEqual([panel]);
      expect(picturesOf(panel)?.comparison).toBeUndefined();
    }
  }
});

test('a panel is drawn over epochs from its own runs; figure 2b shows the weights of figure 2a', () => {
  const [fig6a] = picturesOf('fig6a')?.panels ?? [];
  expect(fig6a).toMatchObject({
    title: 'Figure 6a: simplified LayerNorm, 1-SAM from a small first layer',
    experiment: 'fig6a',
    network: [],
  });
  expect(fig6a?.metrics).toContain('gauss-newton-trace');
  expect(picturesOf('fig2b')?.panels[0]).toMatchObject({
    experiment: 'fig2a',
    metrics: [],
    network: ['neurons', 'columns'],
  });
});

test('Table 1 compares what was trained for it', () => {
  expect(picturesOf('table1')?.comparison?.labels).toMatchObject({
    'table1-fig4a': 'fig4a: two layers with bias, gradient descent with weight decay',
    'table1-fig4b': 'fig4b: two layers with bias, 1-SAM',
  });
});

test('figure 3 is a drawing that needs no runs, and other studies have no pictures', async () => {
  const drawing = picturesOf('fig3');
  const material = { groups: [], weights: () => ({}), lab: undefined, leftOut: () => {} };
  const charts = drawing && (await studyCharts(drawing, material));
  expect(charts?.map(({ name }) => name)).toEqual(['fig3-circle']);
  expect(charts?.[0]?.table.rows).toHaveLength(8);
  expect(['lemma-4.1', 'toString', 'fig12'].map(picturesOf)).toEqual([undefined, undefined, undefined]);
});
