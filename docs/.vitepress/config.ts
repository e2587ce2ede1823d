import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { PLUGIN_KINDS } from '@sharpness-lab/core';
import { defineConfig } from 'vitepress';
import { generatePages } from './generate/index.ts';
import { plurals } from './generate/plugin-pages.ts';
import { setMarkdown } from './markdown.ts';

// The pages must be there before VitePress looks for them.
await generatePages(dirname(dirname(fileURLToPath(import.meta.url))));

const titled = (text: string) => `${text[0]?.toUpperCase()}${text.slice(1)}`;

const sidebar = [
  {
    text: 'Start',
    items: [
      { text: 'Getting started', link: '/guide/getting-started' },
      { text: 'Concepts', link: '/guide/concepts' },
      { text: 'Runs', link: '/guide/runs' },
      { text: 'In your own code', link: '/library' },
      { text: 'PyTorch and JAX', link: '/how-to/other-frameworks' },
      { text: 'A study', link: '/how-to/study' },
      { text: 'Gallery', link: '/gallery' },
      { text: 'Same bits everywhere', link: '/guide/same-bits' },
      { text: 'Speed', link: '/guide/speed' },
      { text: 'Questions and troubles', link: '/guide/questions' },
    ],
  },
  {
    text: 'Write a plugin',
    items: [
      ...PLUGIN_KINDS.map((kind) => ({ text: titled(kind), link: `/how-to/${kind}` })),
      { text: 'Load, package, publish', link: '/how-to/package' },
    ],
  },
  {
    text: 'The paper',
    items: [
      { text: 'Reproduce', link: '/guide/reproduce' },
      { text: 'Results', link: '/results' },
      { text: 'Findings', link: '/findings' },
    ],
  },
  {
    text: 'Reference',
    items: [
      { text: 'Command line', link: '/reference/commands' },
      {
        text: 'Plugins',
        items: PLUGIN_KINDS.filter((kind) => kind !== 'observer').map((kind) => ({
          text: titled(plurals[kind]),
          link: `/reference/plugins/${kind}`,
        })),
      },
      { text: 'Library', link: '/api/' },
    ],
  },
];

export default defineConfig({
  title: 'Sharpness Lab',
  description: 'A plugin-based laboratory for flat minima and sharpness-aware optimizers',
  lang: 'en',
  cleanUrls: true,
  // The letters of code can be read on its background (contrast over 4.5).
  markdown: {
    config: setMarkdown,
    theme: { light: 'github-light-high-contrast', dark: 'github-dark-high-contrast' },
  },
  // Every page has one main part; the theme leaves it out of the front page.
  transformHtml: (html) => html.replace('class="VPContent is-home"', 'role="main" $&'),
  themeConfig: {
    nav: [
      { text: 'Start', link: '/guide/getting-started' },
      { text: 'Plugins', link: '/how-to/optimizer' },
      { text: 'Gallery', link: '/gallery' },
      { text: 'Results', link: '/results' },
      { text: 'Reference', link: '/reference/commands' },
    ],
    sidebar,
    outline: [2, 3],
    search: { provider: 'local' },
  },
});
