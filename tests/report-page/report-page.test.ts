import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { AxeResults } from 'axe-core';
import type { Download, Page } from 'playwright-core';
import { afterAll, describe, expect, test } from 'vitest';
import { contents, HOSTILE } from '../../packages/report/src/page/fixtures/contents.ts';
import { reportPage } from '../../packages/report/src/page/report-page.ts';
import { launchChromium } from '../chromium.ts';

/* The report's page as a reader opens it: from a file, in a browser, with charts opened and saved. */
const folder = mkdtempSync(join(tmpdir(), 'report-page-'));
const file = join(folder, 'report.html');
writeFileSync(file, await reportPage(contents));
const axe = readFileSync(
  createRequire(join(import.meta.dirname, '../../packages/report/package.json')).resolve('axe-core/axe.min.js'),
  'utf8',
);
const browser = await launchChromium();
afterAll(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true });
});

const views = [
  { width: 360, height: 800, scheme: 'light' },
  { width: 360, height: 800, scheme: 'dark' },
  { width: 1280, height: 900, scheme: 'light' },
  { width: 1280, height: 900, scheme: 'dark' },
] as const;

/** Opens the page and calls `use`; the browser must have had nothing to complain about and nothing to fetch. */
async function opened(view: (typeof views)[number], use: (page: Page) => Promise<void>): Promise<void> {
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
  // Files that were saved come from the page itself.
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
