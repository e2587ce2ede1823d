import { NARROW, withSharedData } from '../src/page/narrow.ts';

/** A chart as the page has it. */
interface EmbeddedChart {
  readonly name: string;
  readonly spec: object;
  /** The specification for phones, without the `data` that it shares with `spec`. */
  readonly narrow?: object;
  readonly table: { readonly headings: readonly string[]; readonly rows: readonly (readonly string[])[] };
}

type Draw = (element: HTMLElement, spec: object, theme: unknown) => Promise<() => void>;

const json = (selector: string, within: ParentNode = document): unknown =>
  JSON.parse(within.querySelector(selector)?.textContent ?? 'null');

let library: Draw | undefined;

/** The library that draws charts is large, so it is read at the first click on a chart. */
function draw(): Draw {
  if (library === undefined) {
    const script = document.createElement('script');
    script.textContent = json('#chart-library') as string;
    document.head.append(script);
    library = (window as unknown as { readonly drawChart: Draw }).drawChart;
  }
  return library;
}

/** For each figure, the function that removes its interactive drawing, from the click on. */
const removers = new WeakMap<Element, () => void>();

/**
 * Switches between the drawing in the page and one that answers to the pointer. The first stays visible until the
 * second is there. If the second cannot be drawn, the page says why.
 */
async function interact(figure: Element, button: Element): Promise<void> {
  const remove = removers.get(figure);
  if (remove !== undefined) return remove();
  figure.querySelector('.failure')?.remove();
  const stills = [...figure.querySelectorAll('.chart > svg')];
  const live = document.createElement('div');
  live.hidden = true;
  let finalize: (() => void) | undefined;
  const removeLive = () => {
    removers.delete(figure);
    button.setAttribute('aria-pressed', 'false');
    live.remove();
    for (const still of stills) still.removeAttribute('hidden');
    finalize?.();
  };
  removers.set(figure, removeLive);
  button.setAttribute('aria-pressed', 'true');
  stills[0]?.before(live);
  try {
    const { spec, narrow } = json('script', figure) as EmbeddedChart;
    const isNarrow = narrow !== undefined && matchMedia(`(max-width: ${NARROW})`).matches;
    finalize = await draw()(live, isNarrow ? withSharedData(narrow, spec) : spec, json('#chart-theme'));
  } catch (error) {
    if (removers.get(figure) === removeLive) removeLive();
    return sayFailure(button, error);
  }
  // A second click removed the drawing before it was there.
  if (removers.get(figure) !== removeLive) return finalize();
  for (const still of stills) still.setAttribute('hidden', '');
  live.hidden = false;
}

function sayFailure(button: Element, error: unknown): void {
  const note = document.createElement('p');
  note.className = 'failure';
  note.role = 'alert';
  note.textContent = `The interactive chart cannot be drawn: ${error instanceof Error ? error.message : error}`;
  button.parentElement?.after(note);
}

function save(name: string, type: string, text: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([text], { type }));
  link.download = name;
  link.click();
  // Some browsers read the file only after the click.
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

/** The format is that of RFC 4180. */
function csv(rows: readonly (readonly string[])[]): string {
  const cell = (text: string) => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  return rows.map((row) => `${row.map(cell).join(',')}\r\n`).join('');
}

const actions: Readonly<Record<string, (figure: Element, button: Element) => unknown>> = {
  interact,
  'save-data': (figure) => {
    const { name, table } = json('script', figure) as EmbeddedChart;
    save(`${name}.csv`, 'text/csv', csv([table.headings, ...table.rows]));
  },
  'save-spec': (figure) => {
    const { name, spec } = json('script', figure) as EmbeddedChart;
    const schema = 'https://vega.github.io/schema/vega-lite/v6.json';
    save(`${name}.vl.json`, 'application/json', `${JSON.stringify({ $schema: schema, ...spec }, null, 2)}\n`);
  },
};

for (const tools of document.querySelectorAll<HTMLElement>('.tools')) tools.hidden = false;
document.addEventListener('click', ({ target }) => {
  const button = target instanceof Element ? target.closest('button[data-do]') : null;
  const figure = button?.closest('figure');
  if (button && figure) actions[button.getAttribute('data-do') ?? '']?.(figure, button);
});

// Everything is unfolded for print.
let unfolded: HTMLDetailsElement[] = [];
addEventListener('beforeprint', () => {
  unfolded = [...document.querySelectorAll<HTMLDetailsElement>('details:not([open])')];
  for (const details of unfolded) details.open = true;
});
addEventListener('afterprint', () => {
  for (const details of unfolded) details.open = false;
});
