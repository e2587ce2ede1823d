import type { Key } from '../charts/legend.ts';
import type { RunGroup } from '../runs/run.ts';
import { optionWords } from './option-words.ts';

/** Groups as a legend names them. */
export interface KeyedGroups {
  readonly key: Key;
  /** In their order; where the key is ordered, by the value of its option. */
  readonly groups: readonly KeyedGroup[];
}

export interface KeyedGroup extends RunGroup {
  /** The value of the key, `0.1`, or all there is to say. */
  readonly short: string;
}

/**
 * Says what groups have in common once, in the title of the key: of `sweep, phases.0.optimizer.rho=0.1` and its likes the
 * title is `rho`, and labels are values. Options of several groups that always have one value count as one option. At
 * least three values of a single option that are numbers are in their order.
 *
 * @returns groups whose labels are for sentences, `rho 0.1`
 */
export function keyOf(groups: readonly RunGroup[]): KeyedGroups {
  const parsed = groups.map(({ label }) => parse(label));
  const oneName = new Set(parsed.map(({ name }) => name)).size === 1;
  const paths = withoutEqual([...new Set(parsed.flatMap(({ settings }) => [...settings.keys()]))], parsed);
  const titles = shortest(paths);
  const common =
    oneName && paths.length > 0 && parsed.every(({ settings }) => paths.every((path) => settings.has(path)));
  const shorts = parsed.map(({ name, settings }) => {
    if (common) return paths.map((path) => settings.get(path)).join(', ');
    const texts = paths.flatMap((path, k) => (settings.has(path) ? [`${titles[k]} ${settings.get(path)}`] : []));
    return [...(oneName && texts.length > 0 ? [] : [name]), ...texts].join(', ');
  });
  if (groups.length < 2 || new Set(shorts).size < groups.length) {
    return { key: {}, groups: groups.map((group) => ({ ...group, short: group.label })) };
  }
  const title = titles.join(', ');
  const keyed = groups.map((group, k) => {
    const short = shorts[k] as string;
    return { ...group, label: common ? `${title} ${short}` : short, short };
  });
  if (!common) return { key: {}, groups: keyed };
  const ordered = paths.length === 1 && groups.length >= 3 && shorts.every((short) => Number.isFinite(Number(short)));
  return {
    key: { title, ordered },
    groups: ordered ? keyed.toSorted((a, b) => Number(a.short) - Number(b.short)) : keyed,
  };
}

interface Parsed {
  readonly name: string;
  /** Path to value. */
  readonly settings: ReadonlyMap<string, string>;
}

/** The name of the experiment and the settings in the label of a group. */
function parse(label: string): Parsed {
  const [name = '', ...settings] = label.split(/, (?=[A-Za-z][\w.-]*=)/);
  return {
    name,
    settings: new Map(
      settings.map((setting) => {
        const at = setting.indexOf('=');
        return [setting.slice(0, at), setting.slice(at + 1)];
      }),
    ),
  };
}

/** Without paths that end in the same option as one before and have the same value in every group. */
function withoutEqual(paths: readonly string[], parsed: readonly Parsed[]): string[] {
  const text = (path: string) =>
    JSON.stringify([optionWords(path).at(-1), parsed.map(({ settings }) => settings.get(path))]);
  const texts = paths.map(text);
  return paths.filter((_, k) => texts.indexOf(texts[k] as string) === k);
}

/** Each path in the fewest of its last words that no other one has. */
function shortest(paths: readonly string[]): string[] {
  const words = paths.map(optionWords);
  return words.map((own, k) => {
    const ending = (all: readonly string[], count: number) => all.slice(-count).join(' ');
    const counts = own.map((_, index) => index + 1);
    const enough = counts.find((count) =>
      words.every((other, index) => index === k || ending(other, count) !== ending(own, count)),
    );
    return ending(own, enough ?? own.length);
  });
}
