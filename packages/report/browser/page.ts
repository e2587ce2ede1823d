import { NARROW, narrowed } from '../src/page/narrow.ts';

/** A chart as the page has it. */
interface EmbeddedChart {
  readonly name: string;
  readonly spec: object;
  readonly table: { readonly headings: readonly string[]; readonly rows: readonly (readonly string[])[] };
}

type Draw = (element: HTMLElement, spec: object, theme: unknown) => Promise<() => void>;

const json = (selector: string, within: ParentNode = document): unknown =>
  JSON.parse(within.querySelector(selector)?.textContent ?? 'null');

let library: Draw | undefined;

/** The library that draws charts is large, so it is not read before someone asks for it. */
function draw(): Draw {
  if (library === undefined) {
    const script = document.createElement('script');
    script.textContent = json('#chart-library') as string;
    document.head.append(script);
    library = (window as unknown as { readonly drawChart: Draw }).drawChart;
  }
  return library;
}

const removers = new WeakMap<Element, () => void>();

/** Switches between the drawing that came with the page and one that answers to the pointer. */
async function interact(figure: Element, button: Element): Promise<void> {
  const remove = removers.get(figure);
  button.setAttribute('aria-pressed', String(remove === undefined));
  if (remove !== undefined) {
    removers.delete(figure);
    return remove();
  }
  const stills = [...figure.querySelectorAll('.chart > svg')];
  const live = document.createElement('div');
  let finalize = () => {};
  removers.set(figure, () => {
    finalize();
    live.remove();
    for (const still of stills) still.removeAttribute('hidden');
  });
  const { spec } = json('script', figure) as EmbeddedChart;
  const narrow = matchMedia(`(max-width: ${NARROW})`).matches ? narrowed(spec) : undefined;
  stills[0]?.before(live);
  for (const still of stills) still.setAttribute('hidden', '');
  finalize = await draw()(live, narrow ?? spec, json('#chart-theme'));
}

function save(name: string, type: string, text: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([text], { type }));
  link.download = name;
  link.click();
  // Some browsers read the file only after the click.
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

/** As RFC 4180 has it. */
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

// Paper cannot be unfolded.
let unfolded: HTMLDetailsElement[] = [];
addEventListener('beforeprint', () => {
  unfolded = [...document.querySelectorAll<HTMLDetailsElement>('details:not([open])')];
  for (const details of unfolded) details.open = true;
});
addEventListener('afterprint', () => {
  for (const details of unfolded) details.open = false;
});
