import type { ExperimentInput } from '../contracts/experiment-config.ts';
import type { Definition } from '../contracts/plugin.ts';
import type { PluginKind } from '../contracts/plugin-kind.ts';
import type { Refers } from '../contracts/reference.ts';
import type { z } from '../vendor/zod.ts';

/**
 * The input for an experiment with the plugins of the union D, checked by the compiler: the names of plugins, their
 * kinds and options, and the plugins in these options. The keys in `Given` have a default and can be left out.
 */
export type ExperimentOf<D extends Definition, Given extends keyof ExperimentInput = never> = TypedInput<
  D,
  Omit<ExperimentInput, Given> & Partial<Pick<ExperimentInput, Given>>
>;

/** The input of a schema with every reference to a plugin narrowed to the plugins of its kind in the union D. */
type TypedInput<D extends Definition, T> = T extends unknown
  ? unknown extends T
    ? T
    : keyof Refers extends keyof T
      ? T extends Refers<infer K>
        ? PluginInput<D, K>
        : never
      : { readonly [P in keyof T]: TypedInput<D, T[P]> }
  : never;

/** A plugin of kind K among the plugins D: its name and options, or its name alone where no option is required. */
export type PluginInput<D extends Definition, K extends PluginKind> = PluginOf<D, D, K>;

type PluginOf<D extends Definition, Each extends Definition, K extends PluginKind> = Each extends Definition
  ? K extends Each['kind']
    ? NameAlone<Each> | ({ readonly name: Each['name'] } & Options<D, z.input<Each['options']>>)
    : never
  : never;

type NameAlone<Each extends Definition> = Record<never, never> extends z.input<Each['options']> ? Each['name'] : never;

/** Options as the input has them: only the name where there are no options. */
type Options<D extends Definition, Input> = Input extends Record<string, never> ? unknown : TypedInput<D, Input>;
