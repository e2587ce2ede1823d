import { join } from 'node:path';
import { prepareOutput } from '@sharpness-lab/core/node';
import { type Chart, groupRuns, type RunGroup, readRuns, type Theme, themes } from '@sharpness-lab/report';
import { exitCodes } from '../exit-codes.ts';
import { figurePictures } from '../plots/figure.ts';
import { type PlotKind, type PlotRequest, plotKinds } from '../plots/kinds.ts';
import { ensureFormat, writeChart } from '../plots/write-chart.ts';

/** Options of `sharpness plot`. */
export interface PlotOptions extends Pick<PlotRequest, 'x' | 'y'> {
  readonly kind: PlotKind;
  /** A figure of the paper. With it, all charts of the figure are drawn. */
  readonly figure?: string;
  readonly out?: string;
  readonly theme: 'light' | 'dark';
  readonly title?: string;
}

/** Draws runs into files and prints the paths. Returns the exit status. */
export async function plot(paths: readonly string[], options: PlotOptions): Promise<number> {
  const written = await (options.figure === undefined
    ? plotRuns(paths, options)
    : plotFigure(options.figure, paths, options));
  process.stdout.write(written.map((path) => `${path}\n`).join(''));
  return exitCodes.done;
}

const skipped = (warning: string) => process.stderr.write(`warning: ${warning}\n`);

/** Writes each chart of a figure into a folder: two pictures and a specification. */
async function plotFigure(
  name: string,
  paths: readonly string[],
  { out = 'figures', theme }: PlotOptions,
): Promise<string[]> {
  const charts = await figurePictures(name, paths, skipped);
  await prepareOutput(out);
  const written = charts.map((chart) => writePictures(chart, out, themes[theme]));
  return (await Promise.all(written)).flat();
}

async function writePictures(chart: Chart, folder: string, theme: Theme): Promise<string[]> {
  const png = await writeChart(chart, join(folder, `${chart.name}.png`), theme);
  const svg = await writeChart(chart, join(folder, `${chart.name}.svg`), theme);
  return [...new Set([...svg, ...png])];
}

async function plotRuns(paths: readonly string[], options: PlotOptions): Promise<string[]> {
  if (options.out !== undefined) ensureFormat(options.out);
  const draw = await plotKinds[options.kind]();
  const runs = await readRuns(paths, skipped);
  const groups = groupRuns(runs);
  const name = nameOf(groups);
  const { title, out = `${name}.svg`, x, y } = options;
  const chart = await draw(groups, { name, title: title ?? name, runs, ...(x && { x }), ...(y && { y }) });
  const titled = title === undefined ? chart : { ...chart, spec: { ...chart.spec, title } };
  return writeChart(titled, out, themes[options.theme]);
}

/** The names of the experiments, as long as they are few. */
function nameOf(groups: readonly RunGroup[]): string {
  const names = [...new Set(groups.map(({ config }) => config.name))];
  return names.length > 3 ? `${names[0]}-and-${names.length - 1}-more` : names.join('-');
}
