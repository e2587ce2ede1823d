/** Up to this width of the window, charts are drawn for phones. */
export const NARROW = '44rem';

/** The width of a panel that fits a phone together with its axis, in pixels. */
const WIDTH = 236;

/** A specification for phones: panels below each other and no wider than fits, or undefined where that is not known. */
export function narrowed<Spec extends object>(spec: Spec): Spec | undefined {
  if (!('concat' in spec) || !Array.isArray(spec.concat)) return undefined;
  const panels = spec.concat as readonly object[];
  const concat = panels.map((panel) =>
    'width' in panel && typeof panel.width === 'number' && panel.width > WIDTH ? { ...panel, width: WIDTH } : panel,
  );
  return { ...spec, concat, columns: 1 };
}
