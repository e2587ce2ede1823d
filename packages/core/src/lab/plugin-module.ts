import type { Definition } from '../contracts/plugin.ts';
import { ContainerModule } from '../vendor/inversify.ts';

/** The token under which a package binds its plugin definitions. */
export const PLUGIN = Symbol.for('@sharpness-lab/plugin');

declare const PROVIDED: unique symbol;

/**
 * A container module of which the compiler knows what it binds to {@link PLUGIN}: the union D of definitions. One that
 * binds services alone is a `PluginModule<never>`.
 */
export interface PluginModule<D extends Definition = Definition> extends ContainerModule {
  readonly [PROVIDED]?: D;
  /** The name of the package that exports it. */
  readonly packageName?: string | undefined;
}

/**
 * A container module that binds plain definitions.
 *
 * @param packageName the name of the package that exports it. A lab that gets the module alone takes the name from there.
 *   Engines recognise a plugin by its package and its name
 */
export function pluginModule<D extends Definition>(definitions: readonly D[], packageName?: string): PluginModule<D> {
  const module = new ContainerModule(({ bind }) => {
    for (const definition of definitions) bind<Definition>(PLUGIN).toConstantValue(definition);
  });
  return Object.assign(module, { packageName });
}
