import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { katex } from '@mdit/plugin-katex';
import type { MarkdownEnv, MarkdownRenderer } from 'vitepress';

/**
 * Sets how pages are rendered. `$...$` and `$$...$$` are mathematics, drawn when the site is built and with MathML for
 * screen readers; a formula that is not TeX fails the build. Wide tables scroll, and so can be focused. A picture
 * `*-light.svg` is followed by the dark one beside it, and the page shows the one of its colours.
 */
export function setMarkdown(markdown: MarkdownRenderer): void {
  // Vue reads double braces in text as its own unless it is told not to.
  const transformer = (formula: string) => formula.replace(/^<(\w+)/, '<$1 v-pre');
  markdown.use(katex, { throwOnError: true, strict: 'error', transformer });
  const { rules } = markdown.renderer;
  rules.table_open = () => '<table tabindex="0">\n';
  const image = rules.image;
  rules.image = (tokens, index, options, env: MarkdownEnv, self) => {
    const token = tokens[index];
    const source = token?.attrGet('src') ?? '';
    if (token !== undefined && source.endsWith('-light.svg')) return themedPicture(source, token.content, env);
    return image?.(tokens, index, options, env, self) ?? '';
  };
}

/** Both drawings of a picture, with their size, so that the page does not move when they come. Hidden ones do not load. */
function themedPicture(source: string, alt: string, { path }: MarkdownEnv): string {
  const [, size = ''] =
    readFileSync(join(dirname(path), source), 'utf8').match(/<svg[^>]*?( width="\d+" height="\d+")/) ?? [];
  const drawing = (theme: string) =>
    `<img class="only-${theme}" src="${source.replace('-light', `-${theme}`)}" alt="${alt}"${size} loading="lazy">`;
  return `<span class="picture" tabindex="0" role="group" aria-label="${alt}">${drawing('light')}${drawing('dark')}</span>`;
}
