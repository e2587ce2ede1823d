import {
  formatExpectation,
  formatMeasured,
  type JudgedClaim,
  type StudyRecord,
  type TextBlock,
  textBlocks,
  type Verdict,
} from '@sharpness-lab/studies';
import { escaped, table } from '../generate/markdown.ts';
import { pictures, type RecordingName, recordings } from './recordings.ts';

/** The recorded studies of each recording. */
export type Recorded = Readonly<Record<RecordingName, readonly StudyRecord[]>>;

/** A study, at quick scale and at paper scale where that was recorded. */
interface Result {
  readonly quick: StudyRecord;
  readonly paper: StudyRecord | undefined;
}

/** The page of results, as Markdown, from what was recorded. */
export function resultsPage({ table1: [table1], quick, paper }: Recorded): string {
  if (table1 === undefined) throw new Error('Table 1 is not recorded');
  const results = quick
    .filter(({ name }) => name !== 'table1')
    .map((record) => ({
      quick: record,
      paper: paper.find(({ name }) => name.startsWith(record.name) && panelOf(name, record.name)),
    }));
  const figures = results.filter(({ quick: { name } }) => name.startsWith('fig'));
  const theory = results.filter(({ quick: { name } }) => !name.startsWith('fig'));
  return `${[
    introduction([table1, ...quick, ...paper]),
    contents(figures),
    howToRead,
    ...tableOne(table1),
    '## Figures',
    figuresIntroduction(),
    overview(figures),
    ...figures.flatMap(figureSection),
    '## Theory',
    theoryIntroduction(theory),
    ...theory.flatMap(({ quick: record }) => theoryStudy(record)),
  ]
    .map((part) => part.trim())
    .join('\n\n')}\n`;
}

/** Whether a study is a figure or one of its panels: `fig6a` of `fig6`, but not `fig11` of `fig1`. */
const panelOf = (name: string, figure: string) => /^[a-z]?$/.test(name.slice(figure.length));

function introduction(records: readonly StudyRecord[]): string {
  return `# Results

Table 1, all figures and the theory of [arXiv:2307.11007](https://arxiv.org/abs/2307.11007), as the lab reproduced them
(${environmentOf(records)}). \`npm run results\` runs the commands of this page and makes its numbers and
pictures of what they record; none is copied by hand. The engine \`wasm\` gives the same bits elsewhere. Every value, with seeds and thresholds, is in
the records: <a href="/results/table1.json" target="_blank">Table 1</a>,
<a href="/results/quick.json" target="_blank">figures and theory</a>,
<a href="/results/paper.json" target="_blank">paper scale</a>.`;
}

const howToRead = `- A claim *holds* if its 95 % confidence interval over seeds, in square brackets, lies beyond the threshold. It *fails* if
  the interval lies before it, and is *undecided* if the interval contains it or there is nothing to judge by.
- *Quick scale* trains shorter than the paper did, *paper scale* as long. Claims that take the paper's number of epochs are
  undecided at quick scale.
- Thresholds were fixed before the runs. Some claims were changed after a first look, and no threshold: the four of figure
  2b are judged at paper scale only (at quick scale the signal columns stand out by a factor of about 2, and the threshold
  is 3); figure 5 got two more seeds by default and a longer second phase at quick scale; figure 10a starts from another
  gamma; the slope of theorem 3.1 is taken over the whole range of n; \`starts-from-flattest\` got eight seeds in place of
  three. [Findings](findings.md) has the reasons.
- \`npx sharpness plot --figure fig4\` draws such pictures of what you have trained, and \`npx sharpness report --paper\`
  makes one page of all tables, claims and figures.`;

function environmentOf(records: readonly StudyRecord[]): string {
  const environments = records.map(({ environment: { versions, node, platform, cpu } }) =>
    [
      `Sharpness Lab ${versions['@sharpness-lab/paper']}`,
      `Node.js ${node.replace('v', '')}`,
      platform,
      ...(cpu === undefined ? [] : [cpu]),
    ].join(', '),
  );
  return [...new Set(environments)].join('; ');
}

function contents(figures: readonly Result[]): string {
  const links = figures.map(({ quick }) => `[${quick.name.replace('fig', '')}](#${anchorOf(figureHeading(quick))})`);
  return `On this page: [Table 1](#table-1-with-the-default-seeds); [figures](#figures) ${links.join(', ')}; [theory](#theory).`;
}

/** The anchor that GitHub and the site give a heading of letters, digits and spaces. */
const anchorOf = (heading: string) => heading.toLowerCase().replaceAll(' ', '-');

const figureHeading = ({ name }: StudyRecord) => name.replace('fig', 'Figure ');

function tableOne(record: StudyRecord): string[] {
  const blocks = record.tables.flatMap(textBlocks);
  const answers = blocks.findIndex((block) => 'rows' in block);
  return [
    '## Table 1 with the default seeds',
    `Do all flattest minimizers generalize (A), and does 1-SAM (B)? \`${runnable(record)}\`, which is what \`npm start\` runs, takes
ten seeds, and three for simplified BatchNorm, whose runs take longest.`,
    ...blocks.slice(answers, answers + 1).map(markdown),
    ...picturesOf(record),
    details(
      'Statistics behind each answer',
      blocks
        .slice(answers + 1)
        .map(markdown)
        .join('\n\n'),
    ),
    claimDetails([record]),
  ];
}

function figuresIntroduction(): string {
  return `\`npx sharpness ${recordings.quick[0]}\` trains Table 1 and all figures, in eight to sixteen minutes on two cores. With three
seeds the interval of a mean is 2.5 standard deviations wide to each side, so that some claims are undecided that more
seeds [decide](#table-1-with-the-default-seeds). At paper scale \`${recordings.paper[1]}\` takes five to ten minutes,
and \`fig1\`, \`fig6a\` and \`fig7\` one or two each. One seed decides nothing there and shows the size of things. Pictures
show means over seeds in bands from the smallest to the largest, at quick scale.`;
}

function overview(figures: readonly Result[]): string {
  return table(
    ['figure', 'what is trained', 'quick scale', 'paper scale'],
    figures.map(({ quick, paper }) => [
      `[${quick.name.replace('fig', '')}](#${anchorOf(figureHeading(quick))})`,
      escaped(quick.title),
      countOf(quick),
      paper === undefined ? '' : countOf(paper),
    ]),
  );
}

function figureSection({ quick, paper }: Result): string[] {
  const scales = [quick, ...(paper === undefined ? [] : [paper])];
  return [
    `### ${figureHeading(quick)}`,
    `${upperFirst(escaped(quick.title))}.`,
    ...picturesOf(quick),
    claimDetails(scales),
    details(
      'Numbers at the end of training',
      scales
        .flatMap((record) => [`${upperFirst(record.scale)} scale:`, ...record.tables.flatMap(textBlocks).map(markdown)])
        .join('\n\n'),
    ),
  ];
}

function theoryIntroduction(theory: readonly Result[]): string {
  const claims = theory.flatMap(({ quick }) => quick.claims);
  return `\`npx sharpness ${recordings.quick[1]}\` checks ${theory.length} statements by computing, on constructed and on trained networks, in one or two
minutes: three seeds where networks are trained, eight for \`starts-from-flattest\`. Where no mean decides, what was
measured is the value nearest to failing. Of ${claims.length} claims ${countOf({ claims })}.`;
}

function theoryStudy(record: StudyRecord): string[] {
  const { name, title, tables } = record;
  return [
    details(
      `<strong>${html(name)}</strong>: ${html(title)} (${countOf(record)})`,
      [claimTable([record]), `\`${runnable(record)}\``, ...tables.flatMap(textBlocks).map(markdown)].join('\n\n'),
    ),
  ];
}

/** Claims with their verdicts and the commands that repeat them. */
function claimDetails(records: readonly StudyRecord[]): string {
  const counts = records.map((record) =>
    records.length === 1 ? countOf(record) : `${record.scale} scale: ${countOf(record)}`,
  );
  const commands = records.map((record) => `\`${runnable(record)}\``);
  return details(`Claims: ${counts.join('; ')}`, [claimTable(records), ...commands].join('\n\n'));
}

/** Claims with what was measured at each scale. */
function claimTable(records: readonly StudyRecord[]): string {
  const [first] = records;
  const headings = records.length === 1 ? ['measured'] : records.map(({ scale }) => `${scale} scale`);
  return table(
    ['claim', 'expected', ...headings],
    (first?.claims ?? []).map(({ id, statement, statistic, expected }) => [
      `${escaped(statement)} \`${id}\``,
      `${escaped(statistic)} ${escaped(formatExpectation(expected))}`,
      ...records.map(({ claims }) => measured(claims.find((each) => each.id === id))),
    ]),
  );
}

const signs = { holds: '✓', fails: '✗', undecided: '?' } as const;

function measured(claim: JudgedClaim | undefined): string {
  if (claim === undefined) return '';
  const { verdict, interval, values, reason } = claim;
  const cases = interval === undefined ? `${values.length} cases` : interval.n === 1 ? '1 seed' : `${interval.n} seeds`;
  const value = formatMeasured(claim);
  const shown = value === '-' ? [] : [`${escaped(value)}, ${cases}`];
  return [...shown, `${signs[verdict]} ${verdict}${verdict === 'holds' ? '' : `: ${escaped(reason)}`}`].join('<br>');
}

/** How many claims got each verdict, as `6 hold, 2 undecided`. */
function countOf({ claims }: Pick<StudyRecord, 'claims'>): string {
  const count = (verdict: Verdict) => claims.filter((claim) => claim.verdict === verdict).length;
  const [holding, failing, undecided] = [count('holds'), count('fails'), count('undecided')];
  return [
    `${holding} ${holding === 1 ? 'holds' : 'hold'}`,
    ...(failing === 0 ? [] : [`${failing} ${failing === 1 ? 'fails' : 'fail'}`]),
    ...(undecided === 0 ? [] : [`${undecided} undecided`]),
  ].join(', ');
}

const runnable = ({ command }: StudyRecord) => `npx ${command}`;

function picturesOf({ name }: StudyRecord): string[] {
  return (pictures[name]?.shown ?? []).map(({ name, alt }) => `![${alt}](./pictures/results/${name}-light.svg)`);
}

/** A block of a text as Markdown: a table, or its lines as paragraphs. */
function markdown(block: TextBlock): string {
  if (!('rows' in block)) return paragraphs(block.lines).map(words).join('\n\n');
  const [headings = [], ...rows] = block.rows.map((row) => row.map(words));
  return table(
    headings.map((heading) => heading || 'network'),
    rows,
  ).trim();
}

/** Wrapped lines as paragraphs. A line that begins with a word and a colon begins a new one. */
function paragraphs(lines: readonly string[]): string[] {
  return lines
    .join('\n')
    .split(/\n(?=[^:;,.\n]{1,20}: )/)
    .map((paragraph) => paragraph.replaceAll('\n', ' '));
}

/** Text with its letters as they are. A number stays on one line with its deviation, and so does an interval. */
const words = (text: string) =>
  escaped(
    text.replaceAll(/(?<=\d) \+- (?=\d)/g, '\u00a0±\u00a0').replaceAll(/(?<=\[-?[\d.]+,) (?=-?[\d.]+\])/g, '\u00a0'),
  ).replaceAll('+-', '±');

function details(summary: string, content: string): string {
  return `<details>\n<summary>${summary}</summary>\n\n${content.trim()}\n\n</details>`;
}

const html = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('{', '&#123;');

const upperFirst = (text: string) => `${text[0]?.toUpperCase() ?? ''}${text.slice(1)}`;
