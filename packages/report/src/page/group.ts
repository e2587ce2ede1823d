import { arraySizeText, mean, type Quantity, titleOf } from '@sharpness-lab/core';
import { formatConfig, shellWord } from '@sharpness-lab/core/node';
import { brief, rangeText } from '../numbers.ts';
import { declaredBy, quantityOf } from '../quantities.ts';
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
  const names = new Set(finals.flatMap(({ values, arrays = {} }) => [...Object.keys(values), ...Object.keys(arrays)]));
  if (names.size === 0) return undefined;
  const declared = declaredBy(runs);
  const inOrder = declared.map(({ name }) => name).filter((name) => names.delete(name));
  const over = finals.length === 1 ? 'one seed' : count(finals.length, 'seed');
  const columns = finals.length === 1 ? ['Value'] : ['Mean', 'Smallest to largest'];
  const table = dataTable(
    `Final metrics of ${label}, over ${over}`,
    [{ heading: 'Quantity' }, ...columns.map((heading) => ({ heading, numeric: true }))],
    [...inOrder, ...names].map((name) => [
      html`${titleOf(quantityOf(name, declared))} <code class="muted">${name}</code>`,
      ...(finals.length === 1 ? [only(finals[0] as Final, quantityOf(name, declared))] : spread(finals, name)),
    ]),
  );
  return html`<div class="numbers">${table}</div>`;
}

type Final = NonNullable<Run['result']>['final'];

/** The value of a single run, with how well it is known. */
function only({ values, uncertainty, arrays }: Final, { name, range = {} }: Quantity): string {
  const array = arrays?.[name];
  if (array !== undefined) return `${arraySizeText(array)}${'file' in array ? ` in ${array.file}` : ''}`;
  const { standardError, converged } = uncertainty?.[name] ?? {};
  const value = values[name] as number;
  return [
    brief(value),
    ...(standardError === undefined ? [] : [errorText(value, standardError, range)]),
    ...(converged === false ? ['(not converged)'] : []),
  ].join(' ');
}

/** A standard error to each side or, where one side would leave the range of the quantity, both ends. */
function errorText(
  value: number,
  error: number,
  { min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY },
): string {
  const [low, high] = [Math.max(min, value - error), Math.min(max, value + error)];
  const inside = low === value - error && high === value + error;
  return inside ? `± ${brief(error)}` : `[${brief(low)}, ${brief(high)}]`;
}

/** The mean over several runs, and the range of their values. */
function spread(finals: readonly Final[], name: string): string[] {
  const values = finals.flatMap((final) => final.values[name] ?? []);
  if (values.length === 0) {
    const sizes = finals.flatMap(({ arrays }) => (arrays?.[name] === undefined ? [] : [arraySizeText(arrays[name])]));
    return [[...new Set(sizes)].join(' or '), ''];
  }
  const open = finals.filter(({ uncertainty }) => uncertainty?.[name]?.converged === false).length;
  const average = brief(mean(values));
  return [open === 0 ? average : `${average} (${open} of ${values.length} not converged)`, rangeText(values)];
}
