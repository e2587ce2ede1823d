import { z } from '../vendor/zod.ts';

/**
 * What a metric declares of a number, or of an array of numbers, that it measures. Charts, tables and pages take names,
 * axes and units from here.
 */
export interface Quantity {
  /** What files and options call it: lower case with hyphens. */
  readonly name: string;
  /** What axes and tables call it, with its symbol: `Hessian trace Tr H`. */
  readonly title: string;
  /** Stands in parentheses behind the title. */
  readonly unit?: string;
  /** Of its axis: logarithmic where values span orders of magnitude. */
  readonly scale: 'linear' | 'log';
  /** Which way is better, where there is one. */
  readonly better?: 'lower' | 'higher';
  /** What its values never leave, and so no axis: an accuracy is from 0 to 1. */
  readonly range?: { readonly min?: number; readonly max?: number };
  /** The title of an axis that it shares with the quantities that name the same, in charts of a single network. */
  readonly axis?: string;
  /** What its curve is called beside others of the same network: `test`. */
  readonly curve?: string;
  /** False where charts draw it only when they are asked for it; others they draw unless told otherwise. */
  readonly overview?: boolean;
  /** Names of quantities that it bounds from below: it is a level in their charts. */
  readonly lowerBoundOf?: readonly string[];
  /** For which networks it is a bound; without it, for all. Charts show it as a level for these alone. */
  readonly boundFor?: BoundedNetworks;
}

/** The networks for which a bound holds. */
interface BoundedNetworks {
  /** Where they are, in words: `at minima`. */
  readonly where: string;
  /** The name of a quantity of the same metric that is measured of these networks only. */
  readonly having: string;
}

/** Schema of a {@link Quantity}. */
export const quantitySchema: z.ZodType<Quantity> = z.strictObject({
  name: z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'expected lower case with hyphens'),
  title: z.string().regex(/^\S(.*\S)?$/, 'expected what axes and tables call it'),
  unit: z.string().min(1).exactOptional(),
  scale: z.enum(['linear', 'log']),
  better: z.enum(['lower', 'higher']).exactOptional(),
  range: z.strictObject({ min: z.number().exactOptional(), max: z.number().exactOptional() }).exactOptional(),
  axis: z.string().min(1).exactOptional(),
  curve: z.string().min(1).exactOptional(),
  overview: z.boolean().exactOptional(),
  lowerBoundOf: z.array(z.string()).exactOptional(),
  boundFor: z.strictObject({ where: z.string().min(1), having: z.string() }).exactOptional(),
});
