import { inflateSync } from 'node:zlib';
import { Resvg } from '@resvg/resvg-js';
import { openSync } from 'fontkit';
import { describe, expect, test } from 'vitest';
import { bars } from '../charts/bars.ts';
import { type LinesData, lines } from '../charts/lines.ts';
import { textWidth } from '../charts/text-width.ts';
import { themes } from '../theme.ts';
import { fontFiles } from './fonts.ts';
import { renderPng } from './png.ts';
import { renderSvg } from './svg.ts';
import { textWidthInFont } from './text-width.ts';

const point = (x: number, y: number) => ({ x, y, low: y / 2, high: y * 2 });
const curves: LinesData = {
  name: 'curves',
  title: 'Curves',
  description: 'Two curves',
  x: { title: 'Epoch', scale: 'log' },
  phases: [
    { label: 'SGD', from: 0 },
    { label: 'SAM ρ = 0.1', from: 1000 },
  ],
  panels: [
    {
      y: { title: 'Hessian trace Tr H', scale: 'log' },
      curves: [
        { label: 'Train', points: [point(0, 8), point(1, 9), point(100, 3), point(1e5, 1e-6)] },
        { label: 'Test', points: [point(1, 9), point(1e5, 5)] },
      ],
      levels: [{ label: 'lower bound 0.5', value: 0.5 }],
    },
    {
      y: { title: 'Norm ‖θ‖²', scale: 'linear' },
      curves: [{ label: 'Train', points: [point(1, -7e4), point(1e5, 5e4)] }],
    },
  ],
};
const { spec } = lines(curves);

describe('SVG', () => {
  test('the same bytes each time, whatever is drawn before or beside it', async () => {
    const first = await renderSvg(spec, themes.light);
    const other = bars({
      name: 'b',
      title: 'b',
      description: 'b',
      x: 'x',
      y: { title: 'y', scale: 'linear' },
      series: [{ label: 's', values: [{ x: 1, y: 1 }] }],
    });
    const drawn = await Promise.all([
      renderSvg(other.spec, themes.light),
      renderSvg(spec, themes.light),
      renderSvg(spec, themes.light),
    ]);
    expect(drawn.slice(1)).toEqual([first, first]);
  });

  test('two charts share no id, and every reference finds its own', async () => {
    const idsOf = (svg: string) => [...svg.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id as string);
    const documents = await Promise.all([themes.light, themes.dark].map((theme) => renderSvg(spec, theme)));
    const ids = documents.map(idsOf);
    expect(ids[0]?.length).toBeGreaterThan(1);
    expect(new Set(ids.flat()).size).toBe(ids.flat().length);
    for (const [k, svg] of documents.entries()) {
      const used = [...svg.matchAll(/url\(#([^)]+)\)/g)].map(([, id]) => id as string);
      expect(new Set(used)).toEqual(new Set(ids[k]));
    }
  });

  test('nothing that is only there for the pointer', async () => {
    const svg = await renderSvg(spec, themes.light);
    expect(svg).not.toContain('opacity="0"');
    expect(svg.match(/<path aria-label="[^"]*" role="graphics-symbol" aria-roledescription="line mark"/g)).toHaveLength(
      3,
    );
  });

  test('a page gives its colours by variables, in attributes', async () => {
    const svg = await renderSvg(spec, themes.page);
    for (const name of ['--text', '--axis', '--grid', '--category-1', '--category-2'])
      expect(svg).toContain(`"var(${name})"`);
    expect(svg).not.toMatch(/(fill|stroke)="#(?!0{3}")/);
  });

  test('every character of a chart is in the font', async () => {
    const fonts = Object.values(fontFiles).map((file) => openSync(file));
    const svg = await renderSvg(spec, themes.light);
    const texts = [...svg.matchAll(/<text [^>]*>([^<]*)<\/text>/g)].map(([, text]) => text as string);
    expect(texts).toEqual(expect.arrayContaining(['Norm ‖θ‖²', 'SAM ρ = 0.1', '10⁻⁶', '−50k']));
    for (const font of fonts) {
      const missing = [...texts.join('')].filter((sign) => !font.hasGlyphForCodePoint(sign.codePointAt(0) as number));
      expect(missing).toEqual([]);
      expect(font.hasGlyphForCodePoint('∇'.codePointAt(0) as number)).toBe(false); // the check can fail
    }
  });
});

describe('widths of texts', () => {
  const texts = ['Hessian trace Tr H', 'SAM ρ = 0.1', 'lower bound 22.27', 'AVAVAVAV To'];

  // resvg shapes text with code of its own (rustybuzz). Its box has no margin before the first and after the last
  // letter.
  test.each([400, 600])('agree with what resvg draws, at weight %i', async (fontWeight) => {
    const width = await textWidthInFont();
    for (const text of texts) {
      const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="900" height="90"><text y="60" font-family="Inter" font-size="40" font-weight="${fontWeight}">${text}</text></svg>`;
      const font = { loadSystemFonts: false, fontFiles: Object.values(fontFiles), defaultFontFamily: 'Inter' };
      const drawn = new Resvg(svg, { font }).innerBBox()?.width ?? 0;
      const measured = width({ fontSize: 40, fontWeight }, text);
      expect(measured - drawn).toBeGreaterThan(-1);
      expect(measured - drawn).toBeLessThan(10);
    }
  });

  test('a limit cuts, nothing has no width, and charts estimate on the wide side', async () => {
    const width = await textWidthInFont();
    expect(width({ limit: 30 }, texts[0])).toBe(30);
    expect(width({}, undefined)).toBe(0);
    for (const text of texts.slice(0, 3)) expect(textWidth(text) / width({}, text)).toBeGreaterThan(0.95);
    expect(textWidth('Hessian trace Tr H') / width({}, 'Hessian trace Tr H')).toBeLessThan(1.4);
  });
});

describe('PNG', () => {
  const svg =
    '<svg xmlns="http://www.w3.org/2000/svg" width="64" height="32"><rect width="64" height="32" fill="#fff"/></svg>';
  const header = (png: Uint8Array) => {
    const bytes = Buffer.from(png);
    return { width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20), perMetre: bytes.readUInt32BE(41) };
  };

  test('300 pixels an inch unless told otherwise, and it says so', async () => {
    expect(header(await renderPng(svg))).toEqual({ width: 200, height: 100, perMetre: 11811 });
    expect(header(await renderPng(svg, 1))).toEqual({ width: 64, height: 32, perMetre: 3780 });
    expect(Buffer.from(await renderPng(svg)).toString('latin1', 37, 41)).toBe('pHYs');
  });

  test('decoders take it: chunks are whole, and what is drawn is not blank', async () => {
    const colors = async (document: string) => new Set(inflateSync(pixelData(await renderPng(document, 1)))).size;
    expect(await colors(svg)).toBeLessThan(8);
    expect(await colors(await renderSvg(spec, themes.light))).toBeGreaterThan(100);
  });

  test('letters come from the font of the package', async () => {
    const text = (family: string) =>
      `<svg xmlns="http://www.w3.org/2000/svg" width="200" height="50"><text y="30" font-size="20" font-family="${family}">Hessian</text></svg>`;
    const [listed, own] = await Promise.all(
      [text('Inter, Helvetica, sans-serif'), text('Inter')].map((each) => renderPng(each)),
    );
    expect(listed).toEqual(own);
    expect(new Set(inflateSync(pixelData(own as Uint8Array))).size).toBeGreaterThan(20);
  });
});

/** The compressed pixels of a PNG, from its IDAT chunks. */
function pixelData(png: Uint8Array): Buffer {
  const bytes = Buffer.from(png);
  const parts: Buffer[] = [];
  for (let at = 8; at < bytes.length; ) {
    const length = bytes.readUInt32BE(at);
    if (bytes.toString('latin1', at + 4, at + 8) === 'IDAT') parts.push(bytes.subarray(at + 8, at + 8 + length));
    at += length + 12;
  }
  return Buffer.concat(parts);
}
