/** Up to this width of the window, charts are drawn for phones. */
export const NARROW = '44rem';

/** The parts of a specification with data that the pictures for phones and for wide windows share. */
interface Spec {
  readonly data?: unknown;
  readonly concat?: readonly object[];
}

/**
 * A chart's specification for phones without the data that it shares with the wide one, so that a page contains them
 * once.
 */
export function withoutSharedData(narrow: object): object {
  const { data: _shared, ...rest }: Spec = narrow;
  return rest.concat === undefined ? rest : { ...rest, concat: rest.concat.map(withoutSharedData) };
}

/** The inverse of `withoutSharedData`, given the wide specification. */
export function withSharedData(narrow: object, wide: object): object {
  const { data, concat = [] }: Spec = wide;
  const own: Spec = { ...(data === undefined ? {} : { data }), ...narrow };
  if (own.concat === undefined) return own;
  return { ...own, concat: own.concat.map((panel, k) => withSharedData(panel, concat[k] ?? {})) };
}
