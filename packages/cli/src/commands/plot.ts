import { groupRuns, type RunGroup, readRuns, themes } from '@sharpness-lab/report';
import { exitCodes } from '../exit-codes.ts';
import { type PlotKind, type PlotRequest, plotKinds } from '../plots/kinds.ts';
import { ensureFormat, writeChart } from '../plots/write-chart.ts';

/** Options of `sharpness plot`. */
export interface PlotOptions extends Pick<PlotRequest, 'x' | 'y'> {
  readonly kind: PlotKind;
  readonly out?: string;
  readonly theme: 'light' | 'dark';
  readonly title?: string;
}

/** Draws runs into a file and prints where it is. Returns the exit status. */
export async function plot(paths: readonly string[], options: PlotOptions): Promise<number> {
  if (options.out !== undefined) ensureFormat(options.out);
  const draw = await plotKinds[options.kind]();
  const groups = groupRuns(await readRuns(paths, (warning) => process.stderr.write(`warning: ${warning}\n`)));
  const name = nameOf(groups);
  const { title, out = `${name}.svg`, x, y } = options;
  const chart = await draw(groups, { name, title: title ?? name, ...(x && { x }), ...(y && { y }) });
  const titled = title === undefined ? chart : { ...chart, spec: { ...chart.spec, title } };
  const written = await writeChart(titled, out, themes[options.theme]);
  process.stdout.write(written.map((path) => `${path}\n`).join(''));
  return exitCodes.done;
}

/** After the experiments, as long as they are few. */
function nameOf(groups: readonly RunGroup[]): string {
  const names = [...new Set(groups.map(({ config }) => config.name))];
  return names.length > 3 ? `${names[0]}-and-${names.length - 1}-more` : names.join('-');
}
