/** Up to this width of the window, charts are drawn for phones. */
export const NARROW = '44rem';

/** A specification, as far as it holds data that a picture for phones shares with the one for wide windows. */
interface Spec {
  readonly data?: unknown;
  readonly concat?: readonly object[];
}

/** A chart's specification for phones without the data that it has in common with the wide one: a page has it once. */
export function withoutSharedData(narrow: object): object {
  const { data: _shared, ...rest }: Spec = narrow;
  return rest.concat === undefined ? rest : { ...rest, concat: rest.concat.map(withoutSharedData) };
}

/** The inverse of `withoutSharedData`, with what the wide specification has. */
export function withSharedData(narrow: object, wide: object): object {
  const { data, concat = [] }: Spec = wide;
  const own: Spec = { ...(data === undefined ? {} : { data }), ...narrow };
  if (own.concat === undefined) return own;
  return { ...own, concat: own.concat.map((panel, k) => withSharedData(panel, concat[k] ?? {})) };
}
