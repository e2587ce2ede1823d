/*
 * Looks at the built site in Chromium, light at the width of a phone and dark at that of a desk: axe finds nothing, no
 * page is wider than the screen, and every link within the site leads to a page and a heading that are there.
 *
 *     npm run docs:build && npm run docs:check
 */

import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';
import { launchChromium } from '../../tests/chromium.ts';

const site = fileURLToPath(new URL('dist', import.meta.url));
const looked = ['/', '/gallery', '/results', '/findings', '/how-to/optimizer', '/reference/plugins/metric', '/api/'];

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
};

/** The file of an address of the site, as servers with clean addresses find it. */
function fileOf(address: string): string {
  const path = decodeURIComponent(address);
  return join(
    site,
    path.endsWith('/') ? `${path}index.html` : extname(path) in types || path.endsWith('.json') ? path : `${path}.html`,
  );
}

const htmlFiles = readdirSync(site, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.html'));

/** Links within the site whose page or heading is not there. */
function deadLinks(): string[] {
  const anchors = new Map<string, Set<string>>();
  const anchorsOf = (file: string) => {
    const known =
      anchors.get(file) ?? new Set([...readFileSync(file, 'utf8').matchAll(/ id="([^"]+)"/g)].map(([, id = '']) => id));
    anchors.set(file, known);
    return known;
  };
  return htmlFiles.flatMap((path) => {
    const base = `http://site/${path.replace(/index\.html$/, '').replace(/\.html$/, '')}`;
    const links = readFileSync(join(site, path), 'utf8').matchAll(/<a [^>]*href="([^"]+)"/g);
    return [...links].flatMap(([, href = '']) => {
      const { host, pathname, hash } = new URL(href.replaceAll('&amp;', '&'), base);
      if (host !== 'site') return [];
      const file = fileOf(pathname);
      const leads = existsSync(file) && (hash === '' || anchorsOf(file).has(decodeURIComponent(hash.slice(1))));
      return leads ? [] : [`${path}: ${href} leads nowhere`];
    });
  });
}

/** What is wrong with a page as it is shown. */
async function faultsOf(page: Page, address: string): Promise<string[]> {
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(error.message));
  await page.goto(address, { waitUntil: 'load' });
  await page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true; })");
  const wider = await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth');
  await page.evaluate(axe);
  const { violations } = (await page.evaluate("axe.run({ resultTypes: ['violations'] })")) as AxeResults;
  return [
    ...errors,
    ...(wider === 0 ? [] : [`is ${wider} pixels wider than the screen`]),
    ...violations.map(({ id, help, nodes }) => `${id}: ${help}\n  ${nodes.map(({ html }) => html).join('\n  ')}`),
  ];
}

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const server = createServer((request, response) => {
  const file = fileOf(new URL(request.url ?? '/', 'http://site').pathname);
  if (!existsSync(file)) return response.writeHead(404).end();
  return response.writeHead(200, { 'content-type': types[extname(file)] ?? 'text/plain' }).end(readFileSync(file));
}).listen(0, '127.0.0.1');
await once(server, 'listening');
const { port } = server.address() as AddressInfo;

const faults = deadLinks();
const browser = await launchChromium();
for (const [width, colorScheme] of [
  [360, 'light'],
  [1280, 'dark'],
] as const) {
  const page = await browser?.newPage({ viewport: { width, height: 900 }, colorScheme });
  if (page === undefined) continue;
  for (const path of looked) {
    const found = await faultsOf(page, `http://127.0.0.1:${port}${path}`);
    faults.push(...found.map((fault) => `${path} at ${width} pixels, ${colorScheme}: ${fault}`));
  }
  await page.close();
}
await browser?.close();
server.close();

console.log(`${htmlFiles.length} pages: ${faults.length === 0 ? 'nothing to object to' : faults.join('\n')}`);
process.exitCode = Math.min(1, faults.length);
