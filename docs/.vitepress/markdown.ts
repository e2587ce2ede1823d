import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { katex } from '@mdit/plugin-katex';
import type { MarkdownEnv, MarkdownRenderer } from 'vitepress';

/**
 * Sets how pages are rendered. `$...$` and `$$...$$` are mathematics, drawn when the site is built and with MathML for
 * screen readers; a formula that is not TeX fails the build. Wide tables scroll, and so can be focused. A picture
 * `*-light.svg` or `.png` is followed by the dark one beside it, and the page shows the one of its colours.
 */
export function setMarkdown(markdown: MarkdownRenderer): void {
  // Vue reads double braces in text as its own unless it is told not to.
  const transformer = (formula: string) => formula.replace(/^<(\w+)/, '<$1 v-pre');
  // The types of markdown-it are there in two forms, for ES modules and for others.
  katex(markdown as unknown as Parameters<typeof katex>[0], { throwOnError: true, strict: 'error', transformer });
  const { rules } = markdown.renderer;
  rules.table_open = () => '<table tabindex="0">\n';
  const image = rules.image;
  rules.image = (tokens, index, options, env: MarkdownEnv, self) => {
    const token = tokens[index];
    const source = token?.attrGet('src') ?? '';
    if (token !== undefined && /-light\.(?:svg|png)$/.test(source)) return themedPicture(source, token.content, env);
    return image?.(tokens, index, options, env, self) ?? '';
  };
}

/** The width in pixels up to which a picture can be read when it is made as narrow as a phone. */
const READABLE = 480;

/** Both drawings of a picture, with their size, so that the page does not move when they come. Hidden ones do not load. */
function themedPicture(source: string, alt: string, { path }: MarkdownEnv): string {
  const { width, height } = sizeOf(readFileSync(join(dirname(path), source)));
  const drawing = (theme: string) =>
    `<img class="only-${theme}" src="${source.replace('-light', `-${theme}`)}" alt="${alt}" ` +
    `width="${width}" height="${height}" loading="lazy">`;
  const kind = width > READABLE ? 'picture wide' : 'picture';
  return `<span class="${kind}" tabindex="0" role="group" aria-label="${alt}">${drawing('light')}${drawing('dark')}</span>`;
}

/** Width and height of an SVG or PNG file in pixels. */
function sizeOf(picture: Buffer): { readonly width: number; readonly height: number } {
  if (picture.subarray(1, 4).toString() === 'PNG') {
    return { width: picture.readUInt32BE(16), height: picture.readUInt32BE(20) };
  }
  const [, width, height] = picture.toString().match(/<svg[^>]* width="(\d+)" height="(\d+)"/) ?? [];
  return { width: Number(width), height: Number(height) };
}
