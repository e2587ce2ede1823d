import { type Definition, isDefinition } from '../contracts/plugin.ts';
import { LabError, messageOf } from '../errors.ts';
import { type Origin, originName } from '../plugins/origin.ts';
import { type Container, ContainerModule } from '../vendor/inversify.ts';
import { PLUGIN } from './plugin-module.ts';
import type { Token } from './services.ts';

/** What services are resolved from: a container, or a binding's context in one. */
export type Resolver = Pick<Container, 'getAll'>;

/** The service that is bound last: a package that is loaded later replaces those of earlier ones. */
export function latest<T>(resolver: Resolver, token: Token<T>): T {
  const service = resolver.getAll<T>(token, { optional: true }).at(-1);
  if (service !== undefined) return service;
  throw new LabError(
    'plugin',
    `the lab has no ${token.description}: give createLab a module that binds one, such as nodeServices({ out, packages }) of @sharpness-lab/core/node`,
  );
}

/**
 * Loads a package's module.
 *
 * @returns all that is bound to PLUGIN from then on
 * @throws LabError of kind `plugin` when it does not load, binds nothing, or something to PLUGIN that is no plugin
 */
export function load(container: Container, module: ContainerModule, origin: Origin): Definition[] {
  let bindings = 0;
  let plugins: unknown[];
  const counting = new ContainerModule(({ bind, ...options }) =>
    module.load({
      ...options,
      bind: (identifier) => {
        bindings++;
        return bind(identifier);
      },
    }),
  );
  try {
    container.load(counting);
    plugins = container.getAll(PLUGIN, { optional: true });
  } catch (error) {
    throw new LabError('plugin', `the module of ${originName(origin)} does not load: ${messageOf(error)}`, {
      cause: error,
    });
  }
  if (bindings === 0) {
    throw new LabError('plugin', `${originName(origin)} provides no plugins: bind definitions to PLUGIN in its module`);
  }
  if (plugins.every(isDefinition)) return plugins;
  throw new LabError(
    'plugin',
    `${originName(origin)} binds something to PLUGIN that is no plugin: make it with one of the define functions of @sharpness-lab/core`,
  );
}
