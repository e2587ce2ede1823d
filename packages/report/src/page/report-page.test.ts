import { undecided } from '@sharpness-lab/studies';
import { describe, expect, test } from 'vitest';
import { heatMap } from '../charts/heat-map.ts';
import { figure } from './figure.ts';
import { contents, generalizes, HOSTILE, madeUpChart, madeUpRun, record } from './fixtures/contents.ts';
import { reportPage } from './report-page.ts';

const page = await reportPage(contents);
/** The page as a reader without scripts sees it. */
const visible = page.replaceAll(/<script\b[\s\S]*?<\/script>/g, '').replaceAll(/<style>[\s\S]*?<\/style>/g, '');
const text = textOf(visible);

function textOf(html: string): string {
  return html.replaceAll(/<[^>]*>/g, ' ').replaceAll(/\s+/g, ' ');
}

function sectionOf(id: string): string {
  const start = visible.indexOf(`<section aria-labelledby="${id}">`);
  return visible.slice(start, visible.indexOf('<h2', visible.indexOf('<h2', start) + 1));
}

/** The embedded charts, read as a browser reads them. */
const embedded = [...page.matchAll(/<script type="application\/json">([\s\S]*?)<\/script>/g)].map(
  ([, json]) => JSON.parse(json as string) as { name: string; table: { rows: string[][] } },
);

describe('the page', () => {
  test('is the same for the same contents', async () => {
    // toBe would print both pages.
    expect((await reportPage(contents)) === page).toBe(true);
  });

  test('takes nothing from elsewhere', () => {
    expect(visible).not.toMatch(/\b(?:src|href|action|poster)="(?!#)/);
    expect(page).not.toMatch(/@import|<link\b|<iframe\b/);
  });

  test('treats names as text', () => {
    expect(visible).not.toContain('<img');
    expect(text).toContain('What was run &lt;/script&gt;&lt;img src=x');
    // One script a chart, and those of the page itself: none has been cut short.
    expect(page.match(/<\/script>/g)).toHaveLength(2 + 4);
    expect(embedded.map(({ name }) => name)).toEqual(['fig4-curves', HOSTILE]);
  });

  test('has headings in order and unique identifiers that all links find', () => {
    const levels = Array.from(visible.matchAll(/<h([1-6])/g), ([, level]) => Number(level));
    expect(levels[0]).toBe(1);
    expect(levels.filter((level) => level === 1)).toHaveLength(1);
    // The navigation's heading stands before the others of the second level.
    for (const [index, level] of levels.entries()) expect(level).toBeLessThanOrEqual((levels[index - 1] ?? 0) + 1);
    const ids = Array.from(visible.matchAll(/ id="([^"]+)"/g), ([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
    const targets = Array.from(visible.matchAll(/href="#([^"]+)"|url\(#([^)]+)\)/g), ([, link, url]) => link ?? url);
    expect(targets.filter((target) => !ids.includes(target))).toEqual([]);
  });
});

describe('the order', () => {
  test('is verdicts in numbers, the figure that shows the most, findings, details, and at the end what is missing', () => {
    const inOrder = [
      '<ul class="counts">',
      '<figure id="first-figure">',
      '“With bias, 1-SAM generalizes.”',
      '<h2 id="verdicts">',
      '<h2 id="studies">',
      '<h2 id="runs">',
      '<h2 id="missing">',
    ];
    const at = inOrder.map((each) => visible.indexOf(each));
    expect(at.every((place) => place > 0)).toBe(true);
    expect(at.toSorted((a, b) => a - b)).toEqual(at);
  });

  test('begins with the comparison of a study where it has one, and links to it from there', async () => {
    const charts = [madeUpChart('fig4-curves'), madeUpChart('fig4-comparison')];
    const shown = textOf(await reportPage({ ...contents, experiments: [], studies: [{ record, charts }] }));
    expect(shown.indexOf('Losses of fig4-comparison')).toBeLessThan(shown.indexOf('Losses of fig4-curves'));
    expect(shown).toContain('The first figure of this page, Losses of fig4-comparison , is of this study.');
    const without = await reportPage({ ...contents, studies: [{ record, charts: [] }] });
    expect(textOf(without)).toContain(`Losses of ${HOSTILE}`.replaceAll('<', '&lt;').slice(0, 12));
    expect(without.match(/<figure id="first-figure">/g)).toHaveLength(1);
  });

  test('what is missing is folded', () => {
    expect(sectionOf('missing')).toMatch(/<details><summary>1 study without a verdict/);
  });
});

describe('studies', () => {
  test('are summed up first', () => {
    expect(text).toContain('3 claims of the paper tested in one study: 1 hold 1 fail 1 undecided');
    expect(text.indexOf('1 undecided')).toBeLessThan(text.indexOf('Contents'));
  });

  test('say of a claim all that it takes to believe it', () => {
    const claim = text.slice(text.indexOf('With bias, 1-SAM generalizes. Verdict'));
    expect(claim).toMatch(/Verdict ✓ holds , by the confidence interval of the mean/);
    expect(claim).toContain('fig4b/generalizes');
    expect(claim).toContain('Statistic test accuracy');
    expect(claim).toContain('&gt; 0.9 (nine of ten unseen points right)');
    // 0.985 -+ 4.303 * 0.005 / sqrt(3)
    expect(claim).toContain('0.985 [0.973, 0.997] (mean and its 95 % confidence interval over 3 seeds)');
    expect(claim).toContain('seed 0: 0.99 seed 1: 0.98 seed 2: 0.985');
  });

  test('tell how to repeat them, what they vary, and what is missing', () => {
    expect(text).toContain('To repeat it sharpness reproduce fig4 --scale quick');
    expect(text).toContain('train loss 0.001 0.002');
    expect(text).toMatch(/as reproduced ✓ holds ✗ fails \? undecided batches of 10 ✗ fails – –/);
    expect(text).toContain('fig11 deeper networks sharpness reproduce fig11');
  });
});

test('numbers have four digits, and seeds all of theirs', async () => {
  const [judged] = record.claims;
  if (judged === undefined) throw new Error('expected a claim');
  const numbers = await reportPage({
    ...contents,
    experiments: [],
    studies: [
      {
        record: {
          ...record,
          claims: [{ ...judged, values: [{ label: 'seed 12345', value: 0.123456 }] }],
          runs: [{ name: 'fig4b', seed: 12345, status: 'completed' }],
        },
        charts: [],
      },
    ],
  });
  expect(textOf(numbers)).toContain('seed 12345: 0.1235');
  expect(textOf(numbers)).toContain('fig4b 12345 completed');
});

test('a study at two scales stands there twice, told apart everywhere', async () => {
  const paper = { ...record, scale: 'paper' as const, command: 'sharpness reproduce fig4 --scale paper' };
  const chart = madeUpChart('fig4-curves');
  const both = await reportPage({
    ...contents,
    studies: [paper, record].map((each) => ({ record: each, charts: [chart] })),
  });
  const shown = both.replaceAll(/<script\b[\s\S]*?<\/script>/g, '');
  const ids = Array.from(shown.matchAll(/ id="([^"]+)"/g), ([, id]) => id);
  expect(new Set(ids).size).toBe(ids.length);
  const links = (text: string) =>
    Array.from(shown.matchAll(/<a href="#([^"]+)">([^<]*)<\/a>/g), ([, target, label]) => ({ target, label })).filter(
      ({ label }) => label === text,
    );
  // It stands in the table of verdicts, and among the changes in a variation.
  expect(links('fig4b/generalizes (paper scale)')).toHaveLength(2);
  expect(links('fig4b/generalizes (quick scale)')).toHaveLength(2);
  expect(links('fig4b/generalizes')).toEqual([]);
  const entries = ['fig4 (paper scale)', 'fig4 (quick scale)'].flatMap(links);
  expect(new Set(entries.map(({ target }) => target)).size).toBe(2);
  for (const { target } of entries) expect(ids).toContain(target);
  expect(textOf(shown)).toContain(
    '3 claims of the paper tested in one study, with 6 verdicts at quick and at paper scale',
  );
  expect(textOf(shown)).toContain('fig4 (quick scale): two layers with bias');
});

describe('findings', () => {
  const found = textOf(sectionOf('findings'));

  test.each([
    // 0.61 -+ 4.303 * 0.01 / sqrt(3), and 0.697 -+ 4.303 * 0.4325 / sqrt(3) in the range of an accuracy
    [
      'a claim that fails',
      /✗ fails : “With bias, 1-SAM generalizes.” \( fig4b\/fails \): test accuracy 0\.61 \[0\.585, 0\.635\] \(mean and its 95 % confidence interval over 3 seeds\); expected &gt; 0\.9\./,
    ],
    [
      'an open one',
      /\? undecided : .* fig4b\/open \): test accuracy 0\.697 \[0, 1\] .* expected &gt; 0\.9\. Why: the confidence interval contains the threshold\./,
    ],
    ['a verdict that turns', /With batches of 10, fig4b\/generalizes turns from ✓ holds to ✗ fails/],
    ['a run of a study that failed', /fig4: the run fig4b of seed 1 ended as failed/],
    ['a run that diverged', /one, diverged: diverged with seed 3/],
  ])('name %s', (_, pattern) => {
    expect(found).toMatch(pattern);
  });

  test('name claims without a measurement together, by the reason', async () => {
    const claims = ['fig4b/a', 'fig4b/b'].map((id) => undecided({ ...generalizes, id }, 'shows at paper scale only'));
    const open = await reportPage({ ...contents, studies: [{ record: { ...record, claims }, charts: [] }] });
    expect(textOf(open)).toContain(
      '? undecided , without a measurement: fig4b/a , fig4b/b : shows at paper scale only',
    );
  });

  test('say so where there is nothing to say', async () => {
    const calm = await reportPage({
      ...contents,
      studies: [{ record: { ...record, claims: record.claims.slice(0, 1), variations: [], runs: [] }, charts: [] }],
      experiments: [],
    });
    expect(calm).toContain('Every claim holds');
  });
});

describe('runs', () => {
  test('are told by group: seeds, status, metrics over seeds, engine, and how to repeat them', () => {
    const group = text.slice(text.indexOf('rho=0.1'));
    expect(group).toContain('Seeds 0–2, 5');
    expect(group).toContain('Status 4 completed');
    expect(group).toContain('Engine wasm (fused)');
    // (1 + 2 + 3 + 6) / 4 / 2 ** 2
    expect(group).toContain('training loss L train-loss 0.75 0.25 to 1.5');
    expect(group).toMatch(
      /sharpness run &#39;runs\/.*config\.json&#39; --seed 0 --out repeated and for the others with --seed 1, 2, 5/,
    );
  });

  test('have quantities with their units, and how well they are known', async () => {
    const noisy = { name: 'noisy', title: 'noisy trace', unit: '1/s', scale: 'log' } as const;
    const last = {
      values: { noisy: 8, other: 2 },
      uncertainty: { noisy: { standardError: 0.5, converged: false } },
      arrays: { spectrum: { shape: [1001], file: 'arrays/spectrum-epoch-000000002.csv' } },
    };
    const finished = (seed: number) => {
      const made = madeUpRun('noisy', seed);
      if (made.result === undefined) throw new Error('expected a finished run');
      return { ...made, quantities: [noisy], result: { ...made.result, final: last } };
    };
    const pageOf = async (...seeds: number[]) => {
      const runs = seeds.map(finished);
      const groups = [{ label: 'noisy', config: madeUpRun('noisy', 0).config, runs }];
      return textOf(
        await reportPage({ ...contents, studies: [], experiments: [{ name: 'noisy', groups, charts: [] }] }),
      );
    };
    const one = await pageOf(0);
    expect(one).toContain('noisy trace (1/s) noisy 8 ± 0.5 (not converged)');
    expect(one).toContain('other other 2');
    expect(one).toContain('spectrum spectrum 1,001 numbers in arrays/spectrum-epoch-000000002.csv');
    const share = { name: 'share', title: 'share', scale: 'linear', range: { min: 0, max: 1 } } as const;
    const [run] = [finished(0)];
    const certain = (standardError: number) => ({
      ...run,
      quantities: [share],
      result: { ...run.result, final: { values: { share: 0.9 }, uncertainty: { share: { standardError } } } },
    });
    for (const [error, shown] of [
      [0.05, 'share share 0.9 ± 0.05'],
      [0.2, 'share share 0.9 [0.7, 1]'],
    ] as const) {
      const groups = [{ label: 'share', config: run.config, runs: [certain(error)] }];
      const page = await reportPage({ ...contents, studies: [], experiments: [{ name: 'share', groups, charts: [] }] });
      expect(textOf(page)).toContain(shown);
    }
    expect(await pageOf(0, 1)).toContain('noisy trace (1/s) noisy 8 (2 of 2 not converged) 8');
  });

  test('of one place share an environment', () => {
    expect(text).toContain('Environment 1 Packages @sharpness-lab/core 0.1.0 Node.js v22.12.0');
    expect(text).not.toContain('Environment 2');
  });

  test('show their configuration once', () => {
    expect(visible.match(/trainSize: 100/g)).toHaveLength(2);
  });
});

describe('figures', () => {
  test('are drawn in the colours of the page and named', () => {
    expect(
      visible.match(/<svg role="img" aria-labelledby="[^"]+-title" aria-describedby="[^"]+-description"/g),
    ).toHaveLength(4);
    expect(visible).toContain('stroke="var(--category-1)"');
  });

  test('show some columns of wide tables, which on paper are left out', async () => {
    const xs = Array.from({ length: 30 }, (_, k) => k + 1);
    const chart = heatMap({
      name: 'map',
      title: 'Map',
      description: 'Even.',
      x: 'x',
      y: 'y',
      color: { title: 'z', scale: 'linear' },
      rows: [xs, xs],
    });
    const { text: shown } = await figure(chart, 'map');
    expect(shown).toContain('Map: the first 10 of 31 columns; “Save data” has them all');
    expect(shown.match(/<th scope="col"/g)).toHaveLength(10);
    expect(shown.match(/<td>/g)).toHaveLength(2 * 9);
    expect(shown).toContain('<details class="part">');
    expect((await figure({ ...chart, table: { headings: ['z'], rows: [['1']] } }, 'map')).text).toContain(
      '<details><summary>Data: 1 row<',
    );
  });

  test('show the beginning of long tables, say so, and embed them whole', () => {
    const { length } = madeUpChart('fig4-curves').table.rows;
    expect(length).toBeGreaterThan(40);
    expect(text).toContain(`the first 40 of ${length} rows; “Save data” has them all`);
    expect(embedded.map(({ table }) => table.rows)).toEqual([
      madeUpChart('fig4-curves').table.rows,
      madeUpChart(HOSTILE).table.rows,
    ]);
  });
});
