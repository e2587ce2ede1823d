import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { formatTable } from '@sharpness-lab/core';
import type { AxeResults } from 'axe-core';
import type { Download, Page } from 'playwright-core';
import { afterAll, describe, expect, test } from 'vitest';
import { bars } from '../../packages/report/src/charts/bars.ts';
import { lines } from '../../packages/report/src/charts/lines.ts';
import { contents, HOSTILE, madeUpRun } from '../../packages/report/src/page/fixtures/contents.ts';
import { reportPage } from '../../packages/report/src/page/report-page.ts';
import { launchChromium } from '../chromium.ts';

/* The report's page opened as a file in a browser, with charts opened and saved. */
const folder = mkdtempSync(join(tmpdir(), 'report-page-'));
const report = join(folder, 'report.html');
writeFileSync(report, await reportPage(contents));
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const browser = await launchChromium();
afterAll(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true });
});

/** Charts with every kind of mark at a place of its own: levels, phases, bars. */
const axis = (title: string) => ({ title, scale: 'linear' as const });
const experiment = {
  name: 'ordinary',
  groups: [],
  charts: [
    lines({
      name: 'curves',
      title: 'Curves',
      description: 'It falls.',
      x: axis('Epoch'),
      panels: [
        {
          y: axis('Hessian trace Tr H'),
          curves: ['training', 'test'].map((label, k) => ({
            label,
            points: [0, 50, 100].map((x) => ({ x, y: k + 1 / (1 + x) })),
          })),
          levels: [{ label: 'mean lower bound 0.22 (0.2 to 0.24)', value: 0.22 }],
        },
      ],
      phases: [
        { label: 'ρ = 0.01', from: 0 },
        { label: 'ρ = 0.1', from: 95 },
      ],
    }),
    bars({
      name: 'bars',
      title: 'Bars',
      description: 'They are even.',
      x: 'Coordinate',
      y: axis('Norm of W₁'),
      series: [{ label: 'SGD', values: Array.from({ length: 30 }, (_, k) => ({ x: k + 1, y: 1 })) }],
    }),
  ],
};

const views = [
  { width: 360, height: 800, scheme: 'light' },
  { width: 360, height: 800, scheme: 'dark' },
  { width: 1280, height: 900, scheme: 'light' },
  { width: 1280, height: 900, scheme: 'dark' },
] as const;

/** Opens the page and calls `use`. The browser must neither complain nor fetch anything. */
async function opened(view: (typeof views)[number], use: (page: Page) => Promise<void>, file = report): Promise<void> {
  const { width, height, scheme } = view;
  const context = await browser?.newContext({ viewport: { width, height }, colorScheme: scheme });
  if (context === undefined) throw new Error('no browser');
  const events: string[] = [];
  context.on('request', (request) => events.push(request.url()));
  context.on('console', (message) => events.push(`${message.type()}: ${message.text()}`));
  context.on('weberror', (error) => events.push(error.error().message));
  const page = await context.newPage();
  const url = pathToFileURL(file).href;
  await page.goto(url);
  await use(page);
  await context.close();
  // The page itself makes the files that it saves.
  expect(events.filter((event) => !event.startsWith('blob:'))).toEqual([url]);
}

async function violations(page: Page): Promise<string[]> {
  await page.evaluate(axe);
  const { violations } = (await page.evaluate("axe.run({ resultTypes: ['violations'] })")) as AxeResults;
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html}\n${failureSummary}`),
  );
}

async function openCharts(page: Page): Promise<void> {
  for (const button of await page.getByRole('button', { name: /^Interactive/ }).all()) await button.click();
  await expect.poll(() => page.locator('.chart .vega-embed svg').count()).toBe(2);
}

const overflow = (page: Page) =>
  page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth');

describe.skipIf(browser === undefined)('the page in Chromium', { timeout: 120_000 }, () => {
  test.each(views)('is accessible and fits at $width x $height, $scheme, with charts still and interactive', (view) =>
    opened(view, async (page) => {
      expect(await violations(page)).toEqual([]);
      expect(await overflow(page)).toBe(0);
      await openCharts(page);
      await page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true })");
      expect(await violations(page)).toEqual([]);
      expect(await overflow(page)).toBe(0);
      expect(await page.title()).toBe(`What was run ${HOSTILE}`);
    }),
  );

  test('on a phone no chart is cut, still or interactive', async () => {
    const file = join(folder, 'ordinary.html');
    writeFileSync(file, await reportPage({ ...contents, studies: [], experiments: [experiment] }));
    const use = async (page: Page) => {
      const cut = () =>
        page.evaluate(
          "[...document.querySelectorAll('.scroll:has(> .chart)')].map((each) => each.scrollWidth - each.clientWidth)",
        );
      expect(await cut()).toEqual([0, 0]);
      await openCharts(page);
      expect(await cut()).toEqual([0, 0]);
    };
    await opened(views[0], use, file);
  });

  test.each(views)(
    'at $width x $height, $scheme, the first figure is near the top, and no table is cut',
    async (view) => {
      const numbers = formatTable([
        ['', 'completed', 'train acc.', 'test accuracy', 'train loss', 'test loss', 'trace', 'GN part', 'trace/bound'],
        ['fig4b, phase 1', '10 of 10', ...Array.from({ length: 7 }, () => '0.0006 +- 0.0001')],
      ]);
      const missing = Array.from({ length: 28 }, (_, k) => ({
        name: `figure-${k}`,
        title: 'two layers with bias, gradient descent with weight decay; two layers with bias, 1-SAM',
        command: `sharpness reproduce figure-${k}`,
      }));
      const file = join(folder, `long-${view.width}-${view.scheme}.html`);
      const runs = Array.from({ length: 8 }, (_, seed) => madeUpRun('sweep', seed));
      const groups = runs.map((run, k) => ({
        label: `sweep, phases.0.optimizer.rho=0.${k}`,
        config: run.config,
        runs: [run],
      }));
      const page = await reportPage({
        ...contents,
        studies: contents.studies.map(({ charts, record }) => ({ charts, record: { ...record, tables: [numbers] } })),
        experiments: [...contents.experiments, { name: 'sweep', groups, charts: [] }],
        missing,
      });
      writeFileSync(file, page);
      await opened(
        view,
        async (page) => {
          const top = await page.evaluate("document.querySelector('figure').getBoundingClientRect().top");
          expect(top).toBeLessThan(view.width === 1280 ? 600 : 900);
          await page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true })");
          const right =
            'Math.max(0, ...[...document.querySelectorAll(".stacked *")].map((each) => each.getBoundingClientRect().right))';
          expect(await page.evaluate(right)).toBeLessThanOrEqual(view.width - 16 + 0.5);
          const cut =
            "[...document.querySelectorAll('.scroll')].filter((each) => !each.closest('figure') && each.scrollWidth > each.clientWidth)";
          expect(await page.evaluate(`${cut}.map((each) => each.ariaLabel)`)).toEqual([]);
        },
        file,
      );
    },
  );

  test('charts answer to the pointer, and go back to how they were', () =>
    opened(views[2], async (page) => {
      await openCharts(page);
      const figure = page.locator('figure').first();
      await figure.scrollIntoViewIfNeeded();
      const curve = figure.locator('.vega-embed svg .mark-symbol path').first();
      await curve.hover({ force: true });
      await page.getByText('epoch').locator('visible=true').first().waitFor();
      await expect.poll(() => page.locator('#vg-tooltip-element').isVisible()).toBe(true);
      expect(await page.locator('#vg-tooltip-element').innerText()).toContain('epoch');
      const button = figure.getByRole('button', { name: /^Interactive/ });
      expect(await button.getAttribute('aria-pressed')).toBe('true');
      await button.click();
      expect(await button.getAttribute('aria-pressed')).toBe('false');
      expect(await figure.locator('.vega-embed').count()).toBe(0);
      expect(await figure.locator('svg[data-for=wide]').isVisible()).toBe(true);
    }));

  /** Puts a test between the page and the function that draws charts. */
  const drawBy = (page: Page, body: string) =>
    page.evaluate(
      `Object.defineProperty(window, 'drawChart', { set(real) { this.real = real; }, get: () => async (...all) => { ${body} } })`,
    );

  test('a chart that cannot be drawn leaves its still picture, and the page says why', () =>
    opened(views[2], async (page) => {
      await drawBy(page, "throw new Error('no memory')");
      const figure = page.locator('figure').first();
      const button = figure.getByRole('button', { name: /^Interactive/ });
      await button.click();
      await figure.getByRole('alert').waitFor();
      expect(await figure.getByRole('alert').innerText()).toContain('no memory');
      expect(await button.getAttribute('aria-pressed')).toBe('false');
      expect(await figure.locator('svg[data-for=wide]').isVisible()).toBe(true);
      expect(await figure.locator('.chart > div').count()).toBe(0);
    }));

  test('a second click before the chart is drawn takes it back, and nothing of it stays', () =>
    opened(views[2], async (page) => {
      await drawBy(
        page,
        `const finalize = await this.real(...all);
         window.views = (window.views ?? 0) + 1;
         return () => { window.views--; finalize(); };`,
      );
      const figure = page.locator('figure').first();
      const button = figure.getByRole('button', { name: /^Interactive/ });
      await button.evaluate((each: { click(): void }) => {
        each.click();
        each.click();
      });
      await expect.poll(() => page.evaluate('window.views')).toBe(0);
      expect(await button.getAttribute('aria-pressed')).toBe('false');
      expect(await figure.locator('svg[data-for=wide]').isVisible()).toBe(true);
      expect(await figure.locator('.chart > div').count()).toBe(0);
      await button.click();
      await figure.locator('.vega-embed svg').waitFor();
      expect(await page.evaluate('window.views')).toBe(1);
    }));

  test('interactive charts take the colours of the page', () =>
    opened(views[3], async (page) => {
      await openCharts(page);
      const fill = await page
        .locator('.vega-embed svg text')
        .first()
        .evaluate(
          (text) =>
            (
              globalThis as unknown as { getComputedStyle(e: unknown): { fill: string; color: string } }
            ).getComputedStyle(text).fill,
        );
      expect(fill).toBe('rgb(230, 237, 243)');
    }));

  test('every control is reached by keyboard, and works there', () =>
    opened(views[0], async (page) => {
      const controls = 'a[href], button, summary, [tabindex="0"]';
      const all = await page
        .locator(controls)
        .evaluateAll(
          (elements: { checkVisibility(): boolean }[]) => elements.filter((each) => each.checkVisibility()).length,
        );
      await page.evaluate(
        `window.reached = new Set(); addEventListener('focusin', ({ target }) => reached.add(target))`,
      );
      for (let k = 0; k < all; k++) await page.keyboard.press('Tab');
      expect(await page.evaluate(`[...reached].filter((each) => each.matches('${controls}')).length`)).toBe(all);
      await page
        .getByRole('button', { name: /^Interactive/ })
        .first()
        .focus();
      await page.keyboard.press('Enter');
      await page.locator('.vega-embed svg').waitFor();
    }));

  test('data and specifications are saved as files', () =>
    opened(views[2], async (page) => {
      const saved = async (name: RegExp): Promise<[Download, string]> => {
        const [download] = await Promise.all([
          page.waitForEvent('download'),
          page.getByRole('button', { name }).last().click(),
        ]);
        return [download, readFileSync(await download.path(), 'utf8')];
      };
      const [, csv] = await saved(/^Save data/);
      const chart = contents.experiments[0]?.charts[0];
      expect(csv.trimEnd().split('\r\n')).toHaveLength(1 + (chart?.table.rows.length ?? 0));
      // Quotes in a cell are doubled.
      expect(csv).toContain(`"${HOSTILE.replaceAll('"', '""')}"`);
      const [download, spec] = await saved(/^Save specification/);
      expect(download.suggestedFilename()).toMatch(/\.vl\.json$/);
      const { $schema, ...rest } = JSON.parse(spec) as Record<string, unknown>;
      expect($schema).toBe('https://vega.github.io/schema/vega-lite/v6.json');
      const { concat } = rest as { concat: { data: { values: { y: number }[] } }[] };
      const values = (chart as unknown as { spec: { concat: typeof concat } }).spec.concat.map(
        ({ data }) => data.values,
      );
      expect(concat.map(({ data }) => data.values.length)).toEqual(values.map(({ length }) => length));
      expect(concat[0]?.data.values[7]?.y).toBeCloseTo(values[0]?.[7]?.y ?? Number.NaN, 6);
    }));

  test('on paper everything is unfolded, light, and no wider than the sheet', () =>
    opened(views[3], async (page) => {
      await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
      await page.setViewportSize({ width: 680, height: 900 });
      await page.evaluate("dispatchEvent(new Event('beforeprint'))");
      expect(await page.locator('details:not([open])').count()).toBe(0);
      expect(await page.evaluate('getComputedStyle(document.body).backgroundColor')).toBe('rgb(255, 255, 255)');
      expect(await page.locator('nav, .tools').filter({ visible: true }).count()).toBe(0);
      await page.evaluate("dispatchEvent(new Event('afterprint'))");
      expect(await page.locator('details[open]').count()).toBe(0);
    }));
});
