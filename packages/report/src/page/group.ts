import { type MetricValues, mean } from '@sharpness-lab/core';
import { formatConfig, shellWord } from '@sharpness-lab/core/node';
import { brief } from '../numbers.ts';
import type { Run, RunGroup } from '../runs/run.ts';
import { command, dataTable, facts } from './elements.ts';
import type { Environments } from './environments.ts';
import { html, type Markup } from './html.ts';
import { count, ranges } from './numbers.ts';
import { statusOf } from './status.ts';

/** Runs that differ only in their seeds: their results, their configuration, and the command that repeats them. */
export async function group({ label, config, runs }: RunGroup, environments: Environments): Promise<Markup> {
  const [first] = runs as readonly [Run, ...Run[]];
  const paths = new Set(
    runs.map(({ environment: { engine } }) => `${engine.name} (${[...new Set(engine.paths)].join(', ')})`),
  );
  return html`<h4>${label}</h4>
${facts({
  Seeds: ranges(runs.map(({ config: { seed } }) => seed)),
  Status: statuses(runs),
  Engine: [...paths].join('; '),
  'Ran in': environments.links(runs.map(({ environment }) => environment)),
  'To repeat it': repeat(first, runs),
})}
${finalMetrics(label, runs)}
<details><summary>Configuration<span class="hidden"> of ${label}</span></summary>
<pre class="wrap">${await formatConfig(config)}</pre></details>`;
}

function statuses(runs: readonly Run[]): string {
  const all = runs.map(statusOf);
  return [...new Set(all)].map((status) => `${all.filter((each) => each === status).length} ${status}`).join(', ');
}

/** A finished run is not repeated in its folder, so the command names another folder. */
function repeat({ dir, config }: Run, runs: readonly Run[]): Markup {
  const others = runs.map(({ config: { seed } }) => seed).filter((seed) => seed !== config.seed);
  const rest = others.length === 0 ? '' : ` and for the others with --seed ${others.join(', ')}`;
  return html`${command(`sharpness run ${shellWord(`${dir}/config.json`)} --seed ${config.seed} --out repeated`)}${rest}`;
}

function finalMetrics(label: string, runs: readonly Run[]): Markup | undefined {
  const finals = runs.flatMap(({ result }) => (result === undefined ? [] : [result.final]));
  const names = [...new Set(finals.flatMap((final) => Object.keys(final)))];
  if (names.length === 0) return undefined;
  const over = finals.length === 1 ? 'one seed' : count(finals.length, 'seed');
  const columns = finals.length === 1 ? ['Value'] : ['Mean', 'Smallest', 'Largest'];
  return dataTable(
    `Final metrics of ${label}, over ${over}`,
    [{ heading: 'Metric' }, ...columns.map((heading) => ({ heading, numeric: true }))],
    names.map((name) => [name, ...spread(finals, name, columns.length)]),
  );
}

function spread(finals: readonly MetricValues[], name: string, columns: number): string[] {
  const values = finals.flatMap((final) => final[name] ?? []);
  return [mean(values), Math.min(...values), Math.max(...values)].slice(0, columns).map(brief);
}
