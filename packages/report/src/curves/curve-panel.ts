import type { Panel } from '../charts/lines-data.ts';
import type { BoundLevel } from './bound-levels.ts';
import type { SeedPoint } from './over-seeds.ts';

/** A panel whose curves know the epochs of their points. */
export interface CurvePanel extends Panel {
  readonly curves: readonly { readonly label: string; readonly points: readonly SeedPoint[] }[];
  readonly levels: readonly BoundLevel[];
}
