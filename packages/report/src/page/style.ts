import { type Theme, themes } from '../theme.ts';
import { NARROW } from './narrow.ts';

/**
 * The style sheet of a page. Colours are variables, which the charts use too, and follow the reader's choice of light
 * or dark; paper is always light.
 */
export const STYLE = `
:root {
  color-scheme: light dark;
  ${chartColors(themes.light)}
  --muted: #57606a; --line: #d5dae0; --soft: #f5f7f9; --link: #0550ae;
  --holds: #116329; --fails: #a40e26; --undecided: #7a4b00;
  --font: system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif;
  --code: ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace;
}
@media screen and (prefers-color-scheme: dark) {
  :root {
    ${chartColors(themes.dark)}
    --muted: #9aa4af; --line: #30363d; --soft: #161b22; --link: #79b8ff;
    --holds: #56d364; --fails: #ff8a80; --undecided: #e3b341;
  }
}
* { box-sizing: border-box; }
html { scroll-padding-top: 1rem; -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
body {
  margin: 0 auto; padding: 0 1rem 4rem; max-width: 76rem;
  background: var(--background); color: var(--text);
  font: 1rem/1.6 var(--font); overflow-wrap: break-word;
}
header, main, footer { min-width: 0; }
header { padding: 2.5rem 0 1rem; }
h1, h2, h3, h4, h5 { line-height: 1.25; font-weight: 600; margin: 0 0 .5rem; text-wrap: balance; }
h1 { font-size: 1.9rem; letter-spacing: -.01em; }
h2 { font-size: 1.45rem; margin-top: 3.5rem; padding-top: 1rem; border-top: 1px solid var(--line); }
h3 { font-size: 1.2rem; margin-top: 2.75rem; }
h4 { font-size: 1.02rem; margin-top: 2rem; }
h5 { font-size: 1rem; margin-top: 1.5rem; }
p, ul, ol, dl, pre { margin: 0 0 1rem; }
p, li, dd { max-width: 46rem; }
a { color: var(--link); text-underline-offset: .15em; }
:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
.skip { position: absolute; left: -99rem; }
.skip:focus { left: 1rem; top: 1rem; z-index: 2; background: var(--background); padding: .5rem 1rem; }
.hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.muted { color: var(--muted); }
nav ol { list-style: none; margin: 0; padding: 0; }
nav ol ol { padding-left: 1rem; }
nav li { margin: .2rem 0; line-height: 1.4; }
nav a { text-decoration: none; }
nav a:hover { text-decoration: underline; }
nav h2 { font-size: 1rem; margin-top: 2rem; }
code, pre { font-family: var(--code); font-size: .875em; }
code { overflow-wrap: anywhere; }
.option { white-space: nowrap; }
pre { background: var(--soft); border: 1px solid var(--line); border-radius: 6px; padding: .75rem 1rem; line-height: 1.5; }
pre.wrap { white-space: pre-wrap; overflow-wrap: anywhere; }
p.lines { white-space: pre-line; overflow-wrap: anywhere; }
.scroll { overflow-x: auto; max-width: 100%; margin: 0 0 1rem; }
table { border-collapse: collapse; font-size: .9rem; line-height: 1.45; font-variant-numeric: tabular-nums; }
caption { text-align: left; color: var(--muted); padding: 0 0 .5rem; }
th, td { text-align: left; vertical-align: top; padding: .45rem 1.25rem .45rem 0; border-bottom: 1px solid var(--line); }
tr > :last-child { padding-right: 0; }
thead th { color: var(--muted); font-weight: 600; }
tbody th { font-weight: 400; }
td.number, th.number { text-align: right; white-space: nowrap; }
.numbers td.number, .numbers th.number { white-space: normal; padding-left: .25rem; }
.numbers .range { display: block; font-size: .92em; }
.stacked { margin: 0 0 1rem; max-width: 100%; }
.verdicts td:nth-child(3) { min-width: 13rem; }
.verdicts td:nth-child(4) { min-width: 9rem; }
main > section:first-child > h2 { margin-top: 1.5rem; }
.verdict { font-weight: 600; white-space: nowrap; }
.holds { color: var(--holds); } .fails { color: var(--fails); } .undecided { color: var(--undecided); }
.counts { list-style: none; padding: 0; display: flex; flex-wrap: wrap; gap: .25rem 1.75rem; }
.counts strong { font-size: 1.9rem; font-weight: 600; line-height: 1.2; margin-right: .3rem; font-variant-numeric: tabular-nums; }
dl.facts { display: grid; grid-template-columns: minmax(6rem, 9rem) minmax(0, 1fr); gap: .25rem 1rem; }
dl.facts dt { color: var(--muted); }
dl.facts dd { margin: 0; }
.claim { border-left: 3px solid var(--line); padding-left: 1rem; margin: 1.5rem 0; }
.claim h5 { margin-top: 0; }
.values { list-style: none; padding: 0; margin: 0; display: flex; flex-wrap: wrap; gap: 0 1.25rem; font-variant-numeric: tabular-nums; }
figure { margin: 1.5rem 0 2rem; }
figcaption { margin-bottom: .75rem; }
figcaption p { margin: 0; }
.chart svg { display: block; max-width: 100%; height: auto; }
[hidden] { display: none !important; }
.chart > [data-for="narrow"] { display: none; }
.chart svg text { font-family: var(--font) !important; }
.tools { display: flex; flex-wrap: wrap; gap: .5rem; margin: .75rem 0; }
button {
  font: inherit; font-size: .875rem; color: var(--text); background: var(--background);
  border: 1px solid var(--axis); border-radius: 6px; padding: .3rem .75rem; min-height: 2rem; cursor: pointer;
}
button:hover { background: var(--soft); }
button[aria-pressed="true"] { background: var(--text); color: var(--background); }
p.failure { color: var(--fails); }
summary { cursor: pointer; padding: .2rem 0; }
details > :nth-child(2) { margin-top: .5rem; }
footer { margin-top: 4rem; padding-top: 1rem; border-top: 1px solid var(--line); color: var(--muted); font-size: .9rem; }
@media (min-width: 72rem) {
  body:has(> nav) { display: grid; grid-template-columns: 14rem minmax(0, 1fr); column-gap: 3.5rem; align-content: start; }
  :has(> nav) > :is(header, main, footer) { grid-column: 2; }
  nav { grid-column: 1; grid-row: 1 / span 3; position: sticky; top: 0; align-self: start; max-height: 100vh; overflow-y: auto; padding: 2.5rem 0 2rem; font-size: .9rem; }
  nav h2 { margin-top: 0; padding: 0; border: 0; }
}
@media screen and (max-width: ${NARROW}) {
  .chart > [data-for="wide"] { display: none; }
  .chart > [data-for="narrow"] { display: block; }
  .stacked, .stacked :is(caption, tbody, tr, th, td) { display: block; }
  .stacked thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  .stacked tr { padding: .5rem 0; border-bottom: 1px solid var(--line); }
  .stacked :is(th, td) { min-width: 0 !important; padding: .1rem 0 !important; border: 0; text-align: left !important; }
  .stacked td { display: grid; grid-template-columns: minmax(6rem, 8.5rem) minmax(0, 1fr); gap: 0 .75rem; }
  .stacked tbody th { font-weight: 600; }
  .stacked td::before { content: attr(data-heading); color: var(--muted); }
  .numbers .range { display: inline; }
  nav ol ol { display: none; }
  nav > ol { display: flex; flex-wrap: wrap; gap: 0 1.25rem; }
}
@media (max-width: 30rem) {
  h1 { font-size: 1.6rem; }
  dl.facts { grid-template-columns: fit-content(7rem) minmax(0, 1fr); gap: .25rem .75rem; }
  .counts { column-gap: 1.1rem; }
  th, td { padding-right: .75rem; }
  table { font-size: .85rem; }
}
@media print {
  @page { margin: 18mm 16mm; }
  body { display: block; max-width: none; padding: 0; font-size: 10pt; }
  nav, .skip, .tools { display: none; }
  /* The first rows of many say nothing there. */
  details.part { display: none; }
  /* A table of hundreds of columns must not shrink every sheet. */
  .scroll { overflow: hidden; }
  .verdicts td { min-width: 0 !important; }
  .chart svg { max-width: 100%; height: auto; }
  table { width: 100%; font-size: 8.5pt; }
  thead { display: table-header-group; }
  tr, figure, .claim { break-inside: avoid; }
  h1, h2, h3, h4, h5, summary, caption { break-after: avoid; }
  a { color: inherit; text-decoration: none; }
  details::details-content { content-visibility: visible; block-size: auto; }
}
`;

/** The variables that the charts' theme `page` uses. */
function chartColors({ background, text, axis, grid, categories, shades }: Theme): string {
  const colors = { background, text, axis, grid };
  const named = [...Object.entries(colors), ...numbered('category', categories), ...numbered('shade', shades)];
  return named.map(([name, color]) => `--${name}: ${color};`).join(' ');
}

function numbered(name: string, colors: readonly string[]): [string, string][] {
  return colors.map((color, k) => [`${name}-${k + 1}`, color]);
}
