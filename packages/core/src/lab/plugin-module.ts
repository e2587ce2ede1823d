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
}

/** A container module that binds plain definitions. */
export function pluginModule<D extends Definition>(definitions: readonly D[]): PluginModule<D> {
  return new ContainerModule(({ bind }) => {
    for (const definition of definitions) bind<Definition>(PLUGIN).toConstantValue(definition);
  });
}
